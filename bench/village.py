"""A small county for the bench of voters' messages: made, and asked afterwards what it holds.

    python -m bench.village make
    python -m bench.village count < numbers
    python -m bench.village guess 1000000

Started by bench.voices with the database in its environment.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    import django

    django.setup()
    step, *more = arguments
    steps: dict[str, Callable[..., dict]] = {"make": make, "count": count, "guess": guess}
    done = steps[step](*more)
    print(json.dumps(done, ensure_ascii=False))
    return 0


def make() -> dict:
    """A township with three stations, and some messages, a part of them released."""
    from django.db import transaction

    from lianxin.engines.matters import workflow as handling
    from lianxin.foundation.search.index import together
    from lianxin.work.suggestions.tests.factories import make_suggestion
    from lianxin.work.voices import workflow
    from lianxin.work.voices.tests.factories import TODAY, Place, make_station

    with transaction.atomic(), together():
        place = Place()
        stations = [place.station, *(make_station(place.body) for _more in range(2))]
        for number in range(120):
            posted = place.post(text=f"{text_of(number)}（旧件{number}）", station=None)
            if number % 4 == 0:
                workflow.answer(
                    posted.message, text="已经派人修好，请放心使用。", by=place.clerk, today=TODAY
                )
                workflow.publish(posted.message, by=place.clerk, today=TODAY)
        for _more in range(20):
            story = make_suggestion(place.body, status="accepted")
            handling.publish(story.suggestion, by=story.clerk, today=story.today)
    return {"body": place.body.code, "stations": [one.code for one in stations]}


def text_of(number: int) -> str:
    """An invented letter; neighbours differ in thing and place."""
    things = ["路灯坏了", "井盖松了", "河道有垃圾", "自来水发黄", "公交等得太久", "广场夜里太吵"]
    places = ["村口", "学校门前", "菜市场旁", "卫生院后", "桥头", "文化礼堂边"]
    chance = random.Random(number)
    return f"{chance.choice(places)}{chance.choice(things)}已经{number % 40 + 2}天，请派人来看看。"


def count() -> dict:
    """Of the marks read from the standard input, how many messages hold each."""
    from lianxin.work.voices.models import VoterMessage

    marks = json.load(sys.stdin)
    texts = VoterMessage.objects.filter(text__contains="（新件").values_list("number", "text")
    held: dict[str, list[str]] = {}
    for number, text in texts:
        held.setdefault(text[text.rindex("（") :], []).append(number)
    return {
        "in_database": sum(len(numbers) for numbers in held.values()),
        "lost": sum(
            1 for mark, number in marks.items() if number and number not in held.get(mark, [])
        ),
        "duplicates": sum(len(numbers) - 1 for numbers in held.values()),
    }


def guess(tries: str) -> dict:
    """Codes made up by chance: so many asked of the function, and what the page says to a few."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from lianxin.work.voices import codes, queries
    from lianxin.work.voices.models import VoterMessage

    settings.ALLOWED_HOSTS = ["*"]
    wanted, chance = int(tries), random.SystemRandom()
    asked = min(wanted, 2_000)
    began = time.perf_counter()
    found = sum(queries.by_code(_code(chance)) is not None for _try in range(asked))
    # The rest by the same digests, five hundred in a question: a million questions take an hour.
    left = wanted - asked
    while left > 0:
        some = [one for _try in range(min(500, left)) for one in codes.digests(_code(chance))]
        found += VoterMessage.objects.filter(query_hash__in=some).count()
        left -= 500
    seconds = time.perf_counter() - began
    client = Client()
    statuses = [
        client.post(
            reverse("portal:ask"), {"code": _code(chance)}, REMOTE_ADDR="198.51.100.7"
        ).status_code
        for _try in range(80)
    ]
    return {
        "tries": wanted,
        "asked_one_by_one": asked,
        "found": found,
        "messages": VoterMessage.objects.count(),
        "seconds": round(seconds, 1),
        "page_looked_up": statuses.count(404),
        "page_asked_a_sum": statuses.count(422),
        "page_said_wait": statuses.count(429),
    }


def _code(chance: random.Random) -> str:
    from lianxin.work.voices import codes

    return "".join(chance.choice(codes.ALPHABET) for _place in range(codes.LENGTH))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
