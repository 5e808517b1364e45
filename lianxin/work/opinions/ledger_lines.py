"""What of sessions, boxes and surveys stands in a station's ledger (一簿一册)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from lianxin.work.opinions.models import Opening, Session, Survey
from lianxin.work.stations.lines import Line


def lines_of_opinions(station, since: date, until: date) -> Iterator[Line]:
    """One line for each session held, box opened, survey ended; nobody's name."""
    sessions = (
        Session.objects.filter(
            station=station,
            on__range=(since, until),
            state__in=[Session.State.HELD, Session.State.CLOSED],
        )
        .annotate(raised=Count("opinions"))
        .order_by("on", "pk")
    )
    for one in sessions:
        words = _("%(topic)s，代表 %(deputies)d 人、群众 %(voters)d 人到会，意见 %(raised)d 条") % {
            "topic": one.topic,
            "deputies": one.deputies,
            "voters": one.voters,
            "raised": one.raised,
        }
        yield Line(one.on, one.get_kind_display(), words, one.get_absolute_url())
    openings = Opening.objects.filter(
        box__station=station, on__range=(since, until)
    ).select_related("box")
    for opening in openings.order_by("on", "pk"):
        words = _("%(place)s，两人开箱，收到 %(count)d 张") % {
            "place": opening.box.place,
            "count": opening.count,
        }
        yield Line(opening.on, _("开箱"), words, opening.box.get_absolute_url())
    ended = Survey.objects.filter(station=station, closed_on__range=(since, until)).annotate(
        filled=Count("responses")
    )
    for survey in ended.order_by("closed_on", "pk"):
        words = _("%(title)s，收到答卷 %(filled)d 份") % {
            "title": survey.title,
            "filled": survey.filled,
        }
        yield Line(survey.closed_on or until, _("问卷"), words, survey.get_absolute_url())
