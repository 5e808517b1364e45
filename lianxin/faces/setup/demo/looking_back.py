"""Looking back (回头看): closed suggestions drawn for a visit, one of them opened again."""

from datetime import date, timedelta

from lianxin.engines.matters import workflow as steps
from lianxin.engines.matters.models import LookBack, Matter
from lianxin.faces.setup.demo.life import Life
from lianxin.faces.setup.demo.script import Script
from lianxin.faces.setup.demo.stage import Stage
from lianxin.faces.setup.demo.subjects import SUBJECTS

DRAWS = ((260, 5), (45, 4))
"""(days ago, how many) of each draw."""


def look_back(stage: Stage, today: date) -> None:
    """Put the draws of the county and of one township on the stage."""
    for body in stage.place.bodies[:2]:
        for ago, count in DRAWS:
            day = today - timedelta(days=ago)
            stage.add(_draw(stage, body, count), day)


def _draw(stage, body, count):
    clerk = stage.people.clerks[body.pk]
    closed = Matter.objects.filter(
        body=body, status__in=["closed", "archived"], look_backs__isnull=True
    )
    year = closed.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return
    drawn = steps.draw_look_backs(
        body, count=count, year=year, by=clerk, today=stage.day, seed=stage.day.toordinal()
    )
    yield stage.after(20)
    for position, one in enumerate(drawn[:-1]):
        is_real = position != 1
        found = LookBack.objects.select_related("matter__body").get(pk=one.pk)
        steps.finish_look_back(
            found,
            is_real=is_real,
            visited_on=stage.day,
            visitors=f"{stage.people.chairs[body.pk].name}等三人",
            text="现场查看，与答复一致。" if is_real else "设施已损坏，答复中的管护没有落实。",
            by=clerk,
            today=stage.day,
        )
        if not is_real:
            stage.add(_again(stage, found.matter), stage.after(5))


def _again(stage, matter):
    """The office handles the reopened one once more."""
    suggestion = matter.suggestion
    lead = suggestion.proposers.select_related("person").get(is_lead=True).person
    subject = next(one for one in SUBJECTS if one.topic == suggestion.topic)
    script = Script(suggestion.submitted_on, reply_at=0.8)
    life = Life(stage, suggestion.body, script, subject, lead, [])
    life.suggestion = suggestion
    yield from life.again()
