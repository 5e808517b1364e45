"""The schemes that are shipped, as data."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "schemes.yaml"


@cache
def schemes() -> dict[str, dict[str, Any]]:
    """By key, in the order of the file."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {one["key"]: one for one in content["schemes"]}
