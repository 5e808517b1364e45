"""The English of the public pages, and the extraction of all texts.

    python scripts/translations.py update    extract again, keep what is translated
    python scripts/translations.py check     fail when something is left to do

The source language is Chinese. All texts are marked for translation; English
is kept only for what someone without an account can see (PUBLIC). `check` asks that

- all of the package extracts without a warning,
- no template shows Chinese outside a translate tag,
- the English file has exactly the public texts, all of them translated.

Needs gettext (apt-get install gettext).
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "lianxin"
SCRATCH = CHECKOUT / "var" / "cache" / "messages"
MESSAGES = Path("locale") / "en" / "LC_MESSAGES" / "django.po"
PUBLIC = [
    "faces/portal",
    "ui",
    # What other rooms show without sign-in, file by file.
    "foundation/figures/templates/figures/_public_rows.html",
    "foundation/figures/templates/figures/public.html",
    "foundation/figures/templates/figures/wait.html",
    "foundation/people/throttle.py",
    "work/appraisals/adding.py",
    "work/appraisals/forms/rating.py",
    "work/appraisals/results.py",
    "work/appraisals/templates/appraisals/_part.html",
    "work/appraisals/templates/appraisals/_result.html",
    "work/appraisals/templates/appraisals/not_now.html",
    "work/appraisals/templates/appraisals/published.html",
    "work/appraisals/templates/appraisals/rate.html",
    "work/appraisals/templates/appraisals/rated.html",
    "work/appraisals/views/rating.py",
    "work/honours/templates/honours/public.html",
    "work/work_reports/fixing.py",
    "work/work_reports/templates/work_reports/_picture.html",
    "work/work_reports/templates/work_reports/_prose.html",
]
"""Folders and files of the package."""
# The component page is for developers.
PRIVATE = re.compile(r"/ui/(gallery|templates/ui/gallery)")

HAN = re.compile(r"[\u3400-\u9fff]")
TRANSLATED = re.compile(
    r"\{#.*?#\}"
    r"|\{%\s*comment\b.*?\{%\s*endcomment\s*%\}"
    r"|\{%\s*blocktrans(?:late)?\b.*?\{%\s*endblocktrans(?:late)?\s*%\}"
    r"|\{%\s*trans(?:late)?\s.*?%\}"
    r"|<!--.*?-->"
    r"|\|date:\"[^\"]*\""
    r"|_\((\"[^\"]*\"|'[^']*')\)",
    re.DOTALL,
)


def main(arguments: list[str]) -> int:
    if arguments not in (["update"], ["check"]):
        print(__doc__, file=sys.stderr)
        return 2
    if not shutil.which("xgettext"):
        print("gettext is not installed: apt-get install gettext", file=sys.stderr)
        return 1
    found = extract(PUBLIC)
    if arguments == ["update"]:
        target = PACKAGE / MESSAGES
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(found, encoding="utf-8")
        compile_messages(target, target.with_suffix(".mo"))
        return 0

    extract(["."])
    faults = [*bare_chinese(), *faults_of_english(found)]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def extract(folders: list[str]) -> str:
    """The English message file for these parts of the package, translations kept.

    Works on a copy, so that looking changes nothing.
    Raises CalledProcessError when a text cannot be extracted.
    """
    shutil.rmtree(SCRATCH, ignore_errors=True)
    for folder in folders:
        whole = PACKAGE / folder
        for path in [whole] if whole.is_file() else whole.rglob("*"):
            if folder != "." and PRIVATE.search(path.as_posix()):
                continue
            if path.suffix in {".py", ".html", ".txt"} and "tests" not in path.parts:
                copy = SCRATCH / path.relative_to(PACKAGE)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    messages = SCRATCH / MESSAGES
    messages.parent.mkdir(parents=True, exist_ok=True)
    if (PACKAGE / MESSAGES).exists():
        shutil.copyfile(PACKAGE / MESSAGES, messages)
    command = "makemessages --locale en --no-location --no-obsolete --no-wrap --verbosity 0"
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-m", "django", *command.split()],
        cwd=SCRATCH,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or "warning" in done.stderr.lower():
        sys.exit(f"the texts do not extract:\n{done.stdout}{done.stderr}")
    # The day of the extraction would change the file each time.
    return re.sub(r'"POT-Creation-Date:.*\n', "", messages.read_text(encoding="utf-8"))


def compile_messages(source: Path, target: Path) -> None:
    subprocess.run(["msgfmt", "--check-format", "-o", target, source], check=True)


def bare_chinese() -> list[str]:
    """Template lines that show Chinese a translator would never see."""
    faults = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        rest = TRANSLATED.sub(lambda match: "\n" * match[0].count("\n"), text)
        faults += [
            f"{path.relative_to(CHECKOUT)}:{number}: not marked for translation: {line.strip()}"
            for number, line in enumerate(rest.splitlines(), start=1)
            if HAN.search(line)
        ]
    return faults


def faults_of_english(found: str) -> list[str]:
    """What separates the committed English from the texts found now."""
    committed = PACKAGE / MESSAGES
    if not committed.exists() or committed.read_text(encoding="utf-8") != found:
        return ["the English messages are out of date: run `make messages` and translate"]
    fresh = SCRATCH / "fresh.mo"
    compile_messages(committed, fresh)
    faults = []
    if fresh.read_bytes() != committed.with_suffix(".mo").read_bytes():
        faults.append("the compiled English messages are out of date: run `make messages`")
    # Ask msgattrib rather than read the format: it knows plurals and comments.
    for kind in ("--untranslated", "--only-fuzzy"):
        left = subprocess.run(
            ["msgattrib", kind, "--no-wrap", committed], capture_output=True, text=True, check=True
        ).stdout
        faults += [
            f"{MESSAGES}: no English yet: {line}"
            for line in left.splitlines()
            if line.startswith("msgid ") and line != 'msgid ""'
        ]
    return faults


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
