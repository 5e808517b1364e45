"""Records from which a printed report's figures follow, made many at once.

A rehearsal: the caller undoes everything. Names are made up; days lie in the report's period.
"""

from datetime import time, timedelta
from uuid import uuid4

from django.utils import timezone

from lianxin.engines.matters.models import Matter
from lianxin.foundation.bulk import create_children
from lianxin.foundation.people.models import (
    Group,
    Office,
    Session,
)
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.honours.figures import HELD_BY
from lianxin.work.honours.models import Honour
from lianxin.work.receptions.models import Reception, VisitorRecord
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import VoterMessage
from lianxin.work.work_reports.reconciling.acting import make_activities
from lianxin.work.work_reports.reconciling.people import (
    make_people,
    make_persons,
    term_of,
)
from lianxin.work.work_reports.reconciling.site import CannotBuild, Site


def build(site: Site) -> None:
    """Make the records. Raises CannotBuild with what is left."""
    for make in (
        make_people,
        _sessions,
        _suggestions,
        _stations,
        _receptions,
        _voices,
        _honours,
        _appraisals,
        make_activities,
    ):
        make(site)
    if site.wanted:
        raise CannotBuild("、".join(sorted(site.wanted)))


def _sessions(site: Site) -> None:
    number = site.take("people.congresses")
    term = term_of(site, site.body) if number else None
    apart = (site.until - site.since).days // (number + 1)
    Session.objects.bulk_create(
        Session(term=term, number=place, opens_on=site.since + timedelta(days=place * apart))
        for place in range(1, number + 1)
    )


def _suggestions(site: Site) -> None:
    """Received; where rates are wanted they were assigned, answered and judged."""
    number = site.take("suggestions.received")
    replied = _share(site, "suggestions.reply_rate", number)
    met = _share(site, "suggestions.meeting_rate", number)
    satisfied = _share(site, "suggestions.satisfaction_rate", number)
    made = []
    for place in range(number):
        day = site.day()
        made.append(
            Suggestion(
                body=site.body,
                county_id=site.body.county_id,
                kind=Matter.Kind.SUGGESTION,
                title=f"关于第 {place + 1} 件事的建议",
                status=Matter.Status.CLOSED if place < replied else Matter.Status.ASSIGNED,
                year=site.since.year,
                submitted_on=day,
                assigned_on=day,
                closed_on=day if place < replied else None,
                satisfaction="satisfied" if place < satisfied else "",
                is_met_face=place < met,
                waiting_for="",
                created_by=site.by,
            )
        )
    create_children(made)


def _share(site: Site, name: str, whole: int) -> int:
    return (site.take(name) * whole + 50) // 100


def _stations(site: Site) -> None:
    new, points = site.take("stations.new kind=point"), site.take("stations.open kind=point")
    for number, day in ((new, site.since), (points, site.since - timedelta(days=400))):
        Station.objects.bulk_create(
            Station(
                body=site.body,
                kind=Station.Kind.POINT,
                name=f"代表联系点{next(site.serial)}",
                opened_on=day,
            )
            for _one in range(number)
        )


def _receptions(site: Site) -> None:
    """Receptions held; whoever came to them, with one message each."""
    at = site.take("receptions.stations")
    held = site.take("receptions.held") or at
    one_point = site.take("receptions.voters station=@1")
    voters = site.take("receptions.voters") or one_point
    messages = site.wanted.get("voices.received channel=reception", 0)
    if not held and not voters:
        return
    stations = Station.objects.bulk_create(
        Station(body=site.body, name=f"代表联络站{next(site.serial)}") for _one in range(at or 1)
    )
    site.named["@1"] = str(stations[0].pk)
    rows = Reception.objects.bulk_create(
        Reception(
            body=site.body,
            station=stations[place % len(stations)],
            on=site.day(),
            from_time=time(9),
            to_time=time(11),
            state=Reception.State.HELD,
            closed_by=site.by,
            closed_at=timezone.now(),
        )
        for place in range(max(held, 1))
    )
    visits = min(messages or voters, voters)
    come = _messages(site, visits, VoterMessage.Channel.RECEPTION)
    site.wanted.pop("voices.received channel=reception", None)
    _route(site, come)
    if visits < messages:
        _messages(site, messages - visits, VoterMessage.Channel.RECEPTION)
    VisitorRecord.objects.bulk_create(
        VisitorRecord(
            reception=rows[0 if one_point else place % len(rows)],
            message=message,
            persons=voters // visits + (place < voters % visits),
            book=f"r{site.body.pk}",
            year=site.since.year,
            serial=place + 1,
            recorded_by=site.by,
        )
        for place, message in enumerate(come)
    )


def _voices(site: Site) -> None:
    come = _messages(site, site.take("voices.answered"), VoterMessage.Channel.WEB)
    VoterMessage.objects.filter(pk__in=[one.pk for one in come]).update(status=Matter.Status.CLOSED)


def _messages(site: Site, number: int, channel: str) -> list[VoterMessage]:
    made = [
        VoterMessage(
            body=site.body,
            county_id=site.body.county_id,
            kind=Matter.Kind.MESSAGE,
            title="选民反映的事",
            status=Matter.Status.SUBMITTED,
            year=site.since.year,
            submitted_on=site.day(),
            channel=channel,
            query_hash=uuid4().hex,
        )
        for _one in range(number)
    ]
    create_children(made)
    return made


def _route(site: Site, come: list[VoterMessage]) -> None:
    """What became of them, one after another; every voter who was asked was satisfied."""
    keys = [one.pk for one in come]
    spot = site.take("voices.on_the_spot")
    became = site.take("voices.became_suggestion")
    rows = VoterMessage.objects.all()
    rows.filter(pk__in=keys[:spot]).update(route=VoterMessage.Route.ON_THE_SPOT)
    rows.filter(pk__in=keys[spot : spot + became]).update(route=VoterMessage.Route.SUGGESTION)
    good = _share(site, "voices.satisfaction_rate", len(keys))
    if good:
        rows.filter(pk__in=keys[:good]).update(voter_satisfaction="satisfied")
        rows.filter(pk__in=keys[good:]).update(voter_satisfaction="dissatisfied")


def _honours(site: Site) -> None:
    """Honours given from outside: to deputies, to stations, to the body itself."""
    made = []
    for holder, column in HELD_BY.items():
        for _one in range(site.take(f"honours.outside holder={holder}")):
            made.append(
                Honour(
                    body=site.body,
                    title=f"先进{next(site.serial)}",
                    giver="上级人大常委会",
                    year=site.until.year,
                    granted_on=site.day(),
                    **{column: _holder(site, column)},
                )
            )
    Honour.objects.bulk_create(made)


def _holder(site: Site, column: str):
    if column == "unit":
        return site.body
    if column == "person":
        return make_persons(site, 1)[0]
    name = f"获奖单位{next(site.serial)}"
    if column == "group":
        return Group.objects.create(body=site.body, name=name)
    return Station.objects.create(body=site.body, name=name)


def _appraisals(site: Site) -> None:
    """One meeting at which offices were rated; so many of them handed in a report."""
    rated = site.take("appraisals.offices")
    reported = site.take("appraisals.offices_reported")
    number = max(rated, reported)
    if not number:
        return
    meeting = Meeting.objects.create(
        body=site.body,
        title="部门述职测评会",
        on=site.until,
        from_time=time(9),
        place="会议室",
        scale="satisfied",
        state=Meeting.State.COUNTED,
        counted_on=site.until,
        by=site.by,
    )
    offices = Office.objects.bulk_create(
        Office(body=site.body, name=f"部门{next(site.serial)}", kind=Office.Kind.STATION)
        for _one in range(number)
    )
    Subject.objects.bulk_create(
        Subject(
            body=site.body,
            meeting=meeting,
            office=office,
            since=site.since,
            until=site.until,
            report="述职报告" if place < reported else "",
            report_state=Subject.Report.SENT if place < reported else Subject.Report.NONE,
            sent_on=site.until if place < reported else None,
        )
        for place, office in enumerate(offices)
    )
