"""Makers of awards and elections; every name is fictional."""

from datetime import date
from typing import Any

from lianxin.engines import deeds
from lianxin.work.honours import workflow
from lianxin.work.honours.facts import offers_for
from lianxin.work.honours.models import Award, Nomination, Round
from lianxin.work.honours.workflow import Verdict

TODAY = date(2026, 12, 10)
REVIEWED: dict[str, Any] = {
    "way": Round.Way.REVIEW,
    "review": "镇人大主席团第五次会议评审",
    "reviewed_on": TODAY,
    "present": 9,
}


def make_award(body, *, by, name="优秀代表", holder=Award.Holder.DEPUTY) -> Award:
    return workflow.set_award(body, by=by, name=name, holder=holder, criteria="按时参加活动")


def file_with(*people_and_days: tuple) -> deeds.Source:
    """A source of deeds for tests: each person did one thing on a day."""

    def lines(person, since, until):
        for one, day in people_and_days:
            if one == person and since <= day <= until:
                yield deeds.Deed(on=day, words=f"{day.month}月走访选民", url="/links/mine/")

    source = deeds.Source(
        "test.honours", deeds.Section.GROUP, "走访", "次", lines, lambda *_asked: {}
    )
    deeds.register(source)
    return source


def attach_all(nomination: Nomination, *, by) -> int:
    keys = {one.key for one in offers_for(nomination)}
    return workflow.attach_facts(nomination, keys, by=by)


def all_chosen(election: Round) -> list[Verdict]:
    return [Verdict(one, True) for one in election.nominations.all()]
