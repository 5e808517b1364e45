from pathlib import Path

import pytest

from lianxin.foundation.sheets.tests.builders import HEADER, xlsx

DATA = Path(__file__).parents[4] / "tests" / "data"


@pytest.fixture(scope="session")
def workbooks() -> dict[bool, bytes]:
    """A good workbook in the new format (False) and in the old one (True)."""
    return {
        False: xlsx({"rows": [HEADER, ["1", "张示例", "男", "1975"]]}).getvalue(),
        True: (DATA / "roster_old_format.xls").read_bytes(),
    }
