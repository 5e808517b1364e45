"""The demo: 禾望县, an invented county with two years of suggestions.

Everything is drawn from one seed and counted back from today, so that the same
day always gives the same county. Each suggestion walks the real steps of the
workflow; bodies, people and accounts are written at once, without steps.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from lianxin.faces.setup.demo import (
    activities,
    appraisals,
    assessments,
    bulletins,
    care,
    cast,
    diary,
    duty,
    funds,
    groups,
    honours,
    links,
    opinions,
    papers,
    people,
    petitions,
    place,
    receptions,
    returns,
    stations,
    voices,
    work_reports,
)
from lianxin.faces.setup.demo.looking_back import look_back
from lianxin.faces.setup.demo.people import PASSWORD, SIGN_INS
from lianxin.faces.setup.demo.stage import Stage
from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.people.models import Body
from lianxin.foundation.rulebook.workflow import set_rule
from lianxin.foundation.search.index import rebuild, together

SEED = 1954


def is_loaded() -> bool:
    """Whether the demo county is in the database."""
    return Body.objects.filter(code=place.CODE).exists()


def sign_ins() -> Iterator[tuple[str, str, str]]:
    """(role, user name, password) of one account for each role."""
    for role, username in SIGN_INS.items():
        yield role.value, username, PASSWORD


@transaction.atomic
def load(today: date | None = None) -> None:
    """Build the demo county as it stands on `today`; all of it or nothing.

    Raises IntegrityError where the county is there already.
    """
    today = today or timezone.localdate()
    rng = random.Random(SEED)  # noqa: S311 - the same county every time
    built = place.build(today)
    settled = people.settle(built, rng, today)
    stage = Stage(built, settled, rng, last_day=today - timedelta(days=1))
    _local_rules(built, settled, today)
    cast.call_up(stage, today)
    look_back(stage, today)
    with remembering(), together():
        stage.play()
        papers.draw_up(stage)
        stations.load(stage)
        voices.load(stage)
        receptions.load(stage)
        opinions.load(stage)
        petitions.load(stage)
        activities.load(stage)
        groups.load(stage)
        links.load(stage)
        funds.load(stage)
        care.load(stage)
        honours.load(stage)
        appraisals.load(stage)
        assessments.load(stage)
        duty.load(stage)
        bulletins.load(stage)
        diary.load(stage)
        returns.load(stage)
        work_reports.load(stage)
    # Made many at once, or dated back: what is found of them is written at the end.
    rebuild(["person", "office", "suggestion"], anew=True)


def _local_rules(built, settled, today):
    """What the county decided for itself, on top of its province's rules."""
    clerk, on = settled.clerks[built.county.pk], today - timedelta(days=800)
    source = "《禾望县人大常委会代表建议办理办法》（演示）"
    for key, value, unit, article in (
        ("suggestion.handover", 10, "workday", "第六条"),
        ("suggestion.contact_deputy", 20, "workday", "第九条"),
    ):
        set_rule(built.county, key, value, unit=unit, by=clerk, on=on, source=f"{source}{article}")
