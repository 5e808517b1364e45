"""What a body has made public of its own work, and of one deputy: newest first."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.portal.activities import published_activities
from lianxin.faces.portal.masking import mask
from lianxin.faces.portal.places import below
from lianxin.foundation.people.models import Body, Seat
from lianxin.work.appraisals.models import Meeting
from lianxin.work.assessments.models import Round as Assessment
from lianxin.work.honours.models import Honour
from lianxin.work.honours.models import Round as Election
from lianxin.work.work_reports.models import Report

FEW = 3
MOST = 20


@dataclass(frozen=True)
class Line:
    """One thing anybody may open. note: its day or body."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Shelf:
    """One kind of published records. url: its whole list, empty where these are all."""

    title: str
    none: str
    lines: list[Line] = field(default_factory=list)
    url: str = ""


def shelves_of(body: Body) -> list[Shelf]:
    """What was published of a body and of those below it."""
    bodies = list(below(body))
    asked = {"body": body.code}
    return [
        Shelf(
            _("代表活动"),
            _("还没有公开的代表活动。"),
            [
                Line(mask(one.title), one.public_url, f"{one.body.short_name} {one.on}")
                for one in published_activities().filter(body__in=bodies)[:FEW]
            ],
            reverse("portal:activities", query=asked),
        ),
        Shelf(
            _("述职测评结果"),
            _("还没有公开的述职测评结果。"),
            [_of_meeting(one) for one in published_meetings().filter(body__in=bodies)[:FEW]],
            reverse("portal:appraisals", query=asked),
        ),
        Shelf(_("评选表彰"), _("还没有公示过表彰名单。"), _elections(bodies)),
        Shelf(
            _("工作考评等次"),
            _("还没有公开的考评等次。"),
            [_of_assessment(one) for one in published_assessments(bodies)[:FEW]],
            reverse("portal:assessments", query=asked),
        ),
        Shelf(
            _("人大工作报告"),
            _("还没有公布的报告。"),
            [
                Line(
                    one.title,
                    reverse("portal:report", args=[one.pk]),
                    f"{one.body.short_name} {one.published_on}",
                )
                for one in Report.objects.published().for_list().filter(body__in=bodies)[:FEW]
            ],
            reverse("portal:reports", query=asked),
        ),
    ]


def published_meetings() -> "QuerySet[Meeting]":
    """Meetings whose counts were made public."""
    return Meeting.objects.public().select_related("body").order_by("-on", "-pk")


def published_assessments(bodies: list[Body]) -> "QuerySet[Assessment]":
    """Rounds whose grades were made public, of these bodies and of the counties above them."""
    near = {pk for one in bodies for pk in (one.pk, one.county_id)}
    found = Assessment.objects.public().select_related("body", "scheme")
    return found.filter(body__in=near).order_by("-year", "-pk")


def appraisals_of(seat: Seat) -> list[Line]:
    """Meetings at which this deputy was rated, where the counts were made public."""
    found = published_meetings().filter(subjects__seat__person=seat.person_id)
    return [_of_meeting(one) for one in found.distinct()[:MOST]]


def honours_of(seat: Seat) -> list[Line]:
    """Honours that a body gave this deputy after showing the list to everybody."""
    found = Honour.objects.named().filter(
        person=seat.person_id, nomination__round__in=Election.objects.public()
    )
    return [
        Line(one.title, reverse("honours:public", args=[one.body.code]), f"{one.giver} {one.year}")
        for one in found.select_related("body").order_by("-granted_on", "-pk")[:MOST]
    ]


def _elections(bodies: list[Body]) -> list[Line]:
    found: dict[int, Any] = {}
    rounds = Election.objects.public().filter(body__in=bodies).select_related("body")
    for one in rounds.order_by("body__path", "-year"):
        found.setdefault(one.body_id, one)
    return [
        Line(
            _("%(name)s评选表彰") % {"name": one.body.short_name},
            reverse("honours:public", args=[one.body.code]),
            _("公示中") if one.state == Election.State.PUBLICISED else str(one.year),
        )
        for one in found.values()
    ]


def _of_meeting(meeting: Meeting) -> Line:
    note = f"{meeting.body.short_name} {meeting.on}"
    return Line(mask(meeting.title), meeting.public_url, note)


def _of_assessment(period: Assessment) -> Line:
    url = reverse("portal:assessments", query={"body": period.body.code})
    return Line(str(period), f"{url}#round-{period.pk}", period.body.short_name)
