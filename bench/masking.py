"""Measures on real letters what the public pages cover.

    python -m bench.masking ../shared/data

Reads every messages_*.csv in the folder, prints JSON and exits with 1 when
anything survives or anything harmless is covered. The letters come with
"[电话]" in place of the numbers their writers gave, so invented numbers are put
back there, in every way people write them, and into every other letter as well.
"""

import argparse
import csv
import json
import random
import re
import sys
import unicodedata
from pathlib import Path

from lianxin.foundation.masking import mask, mask_voice

PLACES = re.compile(r"\[(?:电话|手机号)\]")
# Anything with as many figures as a telephone number, however they are set apart.
WIDE = re.compile(r"\d(?:[^\w\n、，,:/]{0,3}\d){6,}")
DAYS = re.compile(r"(?:19|20)\d\d[-./]\d{1,2}[-./](?:3[01]|[12]\d|0?\d)")
PERSONAL = re.compile(r"(?:1[3-9]\d{9}|0\d{9,11}|[1-9]\d{16}[\dX]|[3-6]\d{15,18})")
CHARACTERS = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
WRITINGS = [
    lambda one: one,
    lambda one: f"{one[:3]} {one[3:7]} {one[7:]}",
    lambda one: f"{one[:3]}-{one[3:7]}-{one[7:]}",
    lambda one: f"{one[:4]}－{one[4:7]}－{one[7:]}",
    lambda one: f"+86 {one}",
    lambda one: f"0086{one}",
    lambda one: " ".join(one),
    lambda one: "".join(chr(ord(figure) + 0xFEE0) for figure in one),
    lambda one: "".join("零一二三四五六七八九"[int(figure)] for figure in one),
    lambda one: f"{one[:3]}\u200b{one[3:7]}\u200b{one[7:]}",
    lambda one: f"（{one[:3]}）{one[3:]}",
    lambda one: f"{one[:3]}.{one[3:7]}.{one[7:]}",
    lambda one: f"tel{one}",
]
HARMLESS = [
    "2019-06-28",
    "2019年6月28日",
    "20190628",
    "2007.9.21-2074.8.17",
    "108500.00元",
    "15000-200000元",
    "13000000000元",
    "K126路",
    "301路公交车",
    "408号3栋1单元1204室",
    "（2019）680号",
    "GB50500-2013",
    "12345热线",
    "4008001234",
    "2019-12-12 12:50",
    "第20230001号",
    "314931.9平方米",
]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.masking")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    texts = list(letters(options.folder))
    report = {"rows": len(texts), **as_they_are(texts), **with_numbers(texts), **harmless(texts)}
    print(json.dumps(report, ensure_ascii=False, indent=1))
    failed = (
        not texts
        or report["survived_as_they_are"]
        or report["survived_put_back"]
        or report["survived_put_in"]
        or report["harmless_covered"]
    )
    return 1 if failed else 0


def letters(folder: Path):
    for path in sorted(folder.glob("messages_*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield f"{row['title']}\n{row['body']}"


def figures(text: str) -> str:
    return re.sub(r"[^\dX]", "", unicodedata.normalize("NFKC", text).translate(CHARACTERS).upper())


def personal(text: str) -> int:
    """How many runs of figures hold what could be a telephone or identity number."""
    plain = DAYS.sub("年月日", unicodedata.normalize("NFKC", text))
    return sum(bool(PERSONAL.search(figures(one.group()))) for one in WIDE.finditer(plain))


def as_they_are(texts: list[str]) -> dict:
    """Of the letters as published. covered_as_they_are: letters in which a number is covered."""
    return {
        "long_figures": sum(len(WIDE.findall(text)) for text in texts),
        "personal_as_they_are": sum(personal(text) for text in texts),
        "survived_as_they_are": sum(personal(mask_voice(text)) for text in texts),
        "covered_as_they_are": sum(mask(text) != text for text in texts),
        "placeholders": sum(len(PLACES.findall(text)) for text in texts),
    }


def with_numbers(texts: list[str]) -> dict:
    chance = random.Random(4)
    put_back = put_in = 0
    survived = {"back": 0, "in": 0}
    examples = []
    for text in texts:
        secrets: dict[str, str] = {}

        def invented(_found=None, secrets=secrets) -> str:
            secret, written = number(chance)
            secrets[secret] = written
            return written

        where = "back"
        filled = PLACES.sub(invented, text)
        if not secrets:
            where, at = "in", chance.randrange(len(text) + 1)
            while is_figure(text[at - 1 : at]) or is_figure(text[at : at + 1]):
                at = chance.randrange(len(text) + 1)
            filled = f"{text[:at]}{invented()}{text[at:]}"
        put_back += len(secrets) if where == "back" else 0
        put_in += where == "in"
        left = mask_voice(filled)
        for secret, written in secrets.items():
            if secret[3:] in figures(left):
                survived[where] += 1
                at = filled.find(written)
                examples.append(filled[max(0, at - 12) : at + 34])
    return {
        "put_back": put_back,
        "survived_put_back": survived["back"],
        "put_in": put_in,
        "survived_put_in": survived["in"],
        "examples": examples[:10],
    }


def is_figure(one: str) -> bool:
    return bool(one) and (unicodedata.normalize("NFKC", one).translate(CHARACTERS).isdigit())


def number(chance: random.Random) -> tuple[str, str]:
    """An invented number and one way of writing it."""
    kind = chance.choice(["mobile"] * 4 + ["identity", "identity", "landline", "card"])
    if kind == "mobile":
        secret = f"1{chance.randint(3, 9)}{chance.randrange(10**9):09}"
        return secret, chance.choice(WRITINGS)(secret)
    if kind == "landline":
        secret = f"0571{chance.randrange(2 * 10**7, 9 * 10**7)}"
        gap = chance.choice(["-", " ", "", "—"])
        return secret, f"{secret[:4]}{gap}{secret[4:]}"
    if kind == "card":
        secret = f"62{chance.randrange(10**17):017}"
        return secret, chance.choice(
            [secret, " ".join(secret[at : at + 4] for at in range(0, 19, 4))]
        )
    born = f"{chance.randint(1930, 2015)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    secret = f"990100{born}{chance.randrange(1000):03}{chance.choice('0123456789X')}"
    spaced = f"{secret[:6]} {secret[6:14]} {secret[14:]}"
    return secret, chance.choice([secret, spaced, secret.lower()])


def harmless(texts: list[str]) -> dict:
    """Put harmless figures into the letters: they stay, and so does all around them."""
    chance = random.Random(5)
    covered = []
    for text in texts:
        one = chance.choice(HARMLESS)
        if mask(f"{text}，{one}，") != f"{text}，{one}，":
            covered.append(one)
    return {"harmless": len(texts), "harmless_covered": len(covered), "covered": covered[:10]}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
