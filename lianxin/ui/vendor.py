"""Check that vendored browser files are exactly the published ones.

`python -m lianxin.ui.vendor` prints one line per fault and exits 1 when a file
differs from `static/vendor/VENDOR.toml`, is missing, or is not listed there.
With `--npm` it also packs each package anew from the npm registry and compares.
"""

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

VENDOR_DIR = Path(__file__).parent / "static" / "vendor"
MANIFEST = "VENDOR.toml"


def entries(folder: Path = VENDOR_DIR) -> list[dict[str, str]]:
    """The tables of the manifest: name, package, version, path, source, sha256, licence…"""
    return tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))["file"]


def faults(folder: Path = VENDOR_DIR) -> list[str]:
    """What is wrong with the vendored files, one sentence each; empty when all is well."""
    found = []
    known = {MANIFEST}
    for entry in entries(folder):
        known |= {entry["path"], entry["licence_path"]}
        path = folder / entry["path"]
        if not path.exists():
            found.append(f"{entry['path']} is listed but missing")
        elif (digest := hashlib.sha256(path.read_bytes()).hexdigest()) != entry["sha256"]:
            found.append(f"{entry['path']} has sha256 {digest}, expected {entry['sha256']}")
        if not (folder / entry["licence_path"]).exists():
            found.append(f"{entry['path']} has no licence text {entry['licence_path']}")
    unlisted = {path.name for path in folder.iterdir() if path.is_file()} - known
    return found + [f"{name} is not listed in {MANIFEST}" for name in sorted(unlisted)]


def published_digest(entry: dict[str, str]) -> str:
    """sha256 of the file inside the published package.

    Raises CalledProcessError when npm cannot serve the package.
    """
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{entry['package']}@{entry['version']}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        )
        with tarfile.open(Path(folder) / packed.stdout.strip().splitlines()[-1]) as archive:
            member = archive.extractfile(f"package/{entry['source']}")
            if member is None:
                return ""
            return hashlib.sha256(member.read()).hexdigest()


def main() -> int:
    """Run the check from the command line; the exit code is 1 when a fault is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", action="store_true", help="compare with the npm registry too")
    options = parser.parse_args()
    found = faults()
    if options.npm:
        found += [
            f"{entry['path']} differs from the published {entry['package']}@{entry['version']}"
            for entry in entries()
            if published_digest(entry) != entry["sha256"]
        ]
    for fault in found:
        print(fault, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
