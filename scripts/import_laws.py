"""Make the data files of the law library from texts of laws.

    python scripts/import_laws.py FOLDER

FOLDER holds one text a law, `*.md` and `local/*.md`: a block of `key: value`
between two lines of dashes, then the text, one paragraph a block, headings
behind `##` and `###`, articles beginning 「第五十一条　」. Each becomes
lianxin/foundation/laws/data/NAME.json, which is what the package ships. An
article whose number breaks the series, or a number of articles other than the
block says, is printed: look at the text then.
"""

import itertools
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "lianxin" / "foundation" / "laws" / "data"
ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九十]+))?[　 ]*")
ITEM = re.compile(r"([一二三四五六七八九十]+)、")
DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"〇": 0}
UNITS = {"十": 10, "百": 100, "千": 1000}


def number(words: str) -> int:
    """一百零一 → 101."""
    total = digit = 0
    for word in words:
        if word in DIGITS:
            digit = DIGITS[word]
        else:
            total += (digit or 1) * UNITS[word]
            digit = 0
    return total + digit


def parse(text: str) -> dict:
    """One law: what its block says, its preamble, its articles."""
    _before, head, body = text.split("---\n", 2)
    law: dict = {}
    for line in head.strip().splitlines():
        key, _colon, value = line.partition(":")
        law[key.strip()] = value.strip()
    begins = ARTICLE if re.search(rf"^{ARTICLE.pattern}", body, re.M) else ITEM
    preamble: list[str] = []
    articles: list[dict] = []
    headings: list[str] = []
    for block in (one.strip() for one in body.split("\n\n")):
        if not block or set(block) == {"-"} or block.startswith("# "):
            continue
        if heading := re.match(r"(#{2,4}) (.+)", block):
            depth = len(heading[1]) - 2
            headings[depth:] = [heading[2].strip()]
            if heading[2].strip() == "序言":
                articles.append(
                    {"number": "序言", "anchor": "preface", "headings": [], "paragraphs": []}
                )
                headings = []
            continue
        if begun := begins.match(block):
            words = begun[0].strip("　 ")
            after = begun[2] if begins is ARTICLE and begun[2] else ""
            anchor = f"a{number(begun[1])}" + (f"-{number(after)}" if after else "")
            if anchor not in {one["anchor"] for one in articles}:
                articles.append(
                    {
                        "number": words.rstrip("、"),
                        "anchor": anchor,
                        "headings": list(headings),
                        "paragraphs": [block[begun.end() :].strip()],
                    }
                )
                continue
            print(f"  {law['title']}: {words} stands twice")
        (articles[-1]["paragraphs"] if articles else preamble).append(block)
    law["preamble"] = preamble
    law["articles_given"] = int(re.sub(r"\D", "", law.pop("articles")))
    law["articles"] = articles
    return law


def complain(name: str, law: dict) -> None:
    numbers = [one["anchor"] for one in law["articles"] if one["anchor"] != "preface"]
    if len(numbers) != law["articles_given"]:
        print(f"{name}: {len(numbers)} articles, the block says {law['articles_given']}")
    plain = [int(one[1:]) for one in numbers if "-" not in one]
    for before, after in itertools.pairwise(plain):
        if after != before + 1:
            print(f"{name}: article {after} follows {before}")


def main(folder: str) -> None:
    HERE.mkdir(exist_ok=True)
    for path in sorted([*Path(folder).glob("*.md"), *Path(folder).glob("local/*.md")]):
        if path.stem == "index":
            continue
        law = parse(path.read_text(encoding="utf-8"))
        complain(path.stem, law)
        level, _bracket, place = law["level"].partition("（")
        is_local = path.parent.name == "local"
        dates = re.search(r"\d{4}-\d{2}-\d{2}", law["version"])
        assert dates, path
        shipped = {
            "title": law["title"],
            "short": law.get("short", ""),
            "level": level if is_local else law["level"],
            "place": place.rstrip("）") if is_local else "",
            "version_on": dates[0],
            "version": law["version"],
            "status": law["status"],
            "source": law["source"],
            "checked": law["text_checked"],
            "note": law.get("note", ""),
            "preamble": law["preamble"],
            "articles": law["articles"],
        }
        target = HERE / f"{path.stem}.json"
        target.write_text(json.dumps(shipped, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
