"""Records from which a printed report's figures follow, made many at once.

A rehearsal: the caller undoes everything. Names are made up; days lie in the report's period.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from django.utils import timezone

from lianxin.engines.matters.models import Matter
from lianxin.foundation.bulk import create_children
from lianxin.foundation.people.models import (
    Account,
    Body,
    Group,
    Office,
    Person,
    PresidiumMembership,
    Seat,
    Session,
    Term,
)
from lianxin.work.activities.models import Activity, Attendance, Opinion
from lianxin.work.appraisals.models import Meeting, Subject
from lianxin.work.honours.figures import HELD_BY
from lianxin.work.honours.models import Honour
from lianxin.work.receptions.models import Reception, VisitorRecord
from lianxin.work.stations.models import Station
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import VoterMessage

OFFLINE, ONLINE = "0", "1"
FIELDS_OF = {
    "activities.enforcement_units": ("enforcement", "units"),
    "activities.enforcement_laws": ("enforcement", "laws"),
    "activities.survey_articles": ("survey", "articles"),
    "activities.survey_villages": ("survey", "villages"),
    "activities.survey_interviews": ("survey", "interviews"),
    "activities.survey_points": ("survey", "points"),
    "activities.meeting_items": ("meeting", "items"),
    "activities.meeting_reports": ("meeting", "reports"),
    "activities.meeting_resolutions": ("meeting", "resolutions"),
    "activities.meeting_documents": ("meeting", "documents"),
    "activities.meeting_appointments": ("meeting", "appointments"),
}
KINDS_OF = {
    "activities.inspections": ("inspection", ""),
    "activities.forums": ("forum", ""),
    "activities.volunteering": ("volunteer", ""),
    "activities.lectures online=1": ("lecture", ONLINE),
    "activities.trainings online=0": ("training", OFFLINE),
}
SUPERVISION = ("inspection", "survey", "enforcement")


class CannotBuild(ValueError):
    """No way is known to make records for these figures."""


@dataclass
class Site:
    """Whose records, of which days, and how much of each figure is still to be made."""

    body: Body
    by: Account
    since: date
    until: date
    wanted: dict[str, int]
    activities: list[Activity] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    serial: Iterator[int] = field(default_factory=lambda: count(1))
    named: dict[str, str] = field(default_factory=dict)
    """What a made-up name in a figure's part stands for: 「@1」 → the key of a station."""

    def take(self, name: str) -> int:
        return self.wanted.pop(name, 0)

    def day(self) -> date:
        """Another day of the period each time."""
        return self.since + timedelta(days=next(self.serial) % ((self.until - self.since).days + 1))


def build(site: Site) -> None:
    """Make the records. Raises CannotBuild with what is left."""
    for make in (
        _people,
        _sessions,
        _suggestions,
        _stations,
        _receptions,
        _voices,
        _honours,
        _appraisals,
        _activities,
    ):
        make(site)
    if site.wanted:
        raise CannotBuild("、".join(sorted(site.wanted)))


def _people(site: Site) -> None:
    total, above = site.take("people.deputies"), site.take("people.deputies level=above")
    own = site.take("people.own_deputies")
    if site.body.is_county:
        own, above = own or total, 0
    elif site.body.is_street:
        above = above or total
    else:
        own = own or max(total - above, 0)
    site.seats = _seats(site, site.body, own, None)
    if above:
        group = Group.objects.create(body=site.body, name="代表小组")
        site.seats += _seats(site, site.body.parent, above, group)
    presidium = site.take("people.presidium")
    PresidiumMembership.objects.bulk_create(
        PresidiumMembership(
            body=site.body,
            person=person,
            post=PresidiumMembership.Post.MEMBER if place else PresidiumMembership.Post.CHAIR,
            started_on=site.since,
        )
        for place, person in enumerate(_persons(site, presidium))
    )


def _persons(site: Site, number: int) -> list[Person]:
    return Person.objects.bulk_create(
        Person(county_id=site.body.county_id, name=f"代表{next(site.serial)}")
        for _one in range(number)
    )


def _term(site: Site, body: Body | None) -> Term:
    started = site.since - timedelta(days=30)
    return Term.objects.get_or_create(body=body, number=1, defaults={"starts_on": started})[0]


def _seats(site: Site, body: Body | None, number: int, group: Group | None) -> list[Seat]:
    if not number:
        return []
    term = _term(site, body)
    return Seat.objects.bulk_create(
        Seat(
            person=person,
            body=body,
            term=term,
            group=group,
            state=Seat.State.IN_OFFICE,
            started_on=term.starts_on or site.since,
        )
        for person in _persons(site, number)
    )


def _sessions(site: Site) -> None:
    number = site.take("people.congresses")
    term = _term(site, site.body) if number else None
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
        return _persons(site, 1)[0]
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


def _activities(site: Site) -> None:
    """Activities by kind, then the numbers that hang on them, then what is left of a total."""
    for name, (kind, online) in KINDS_OF.items():
        for _one in range(site.take(name)):
            _plan(site, kind, is_online=online == ONLINE)
    for name in [one for one in site.wanted if one.startswith("activities.meetings organ=")]:
        for _one in range(site.take(name)):
            _plan(site, "meeting", organ=name.partition("=")[2])
    for name, (kind, column) in FIELDS_OF.items():
        if name in site.wanted:
            _first(site, kind).values[column] = site.take(name)
    for _one in range(
        site.take("activities.supervision")
        - sum(one.kind in SUPERVISION for one in site.activities)
    ):
        _plan(site, "inspection")
    for purpose, place in (("project", 0), ("charity", 1)):
        if money := site.take(f"activities.money purpose={purpose}"):
            while sum(one.kind == "volunteer" for one in site.activities) <= place:
                _plan(site, "volunteer")
            given = [one for one in site.activities if one.kind == "volunteer"][place]
            given.money, given.values["purpose"] = money, purpose
    if solved := site.take("activities.solved"):
        _first(site, "visit").solved = solved
    if trained := site.take("activities.training_persons online=1"):
        held = [one for one in site.activities if one.kind == "lecture" and one.is_online]
        held = held or [_plan(site, "training", is_online=True)]
        for place, lecture in enumerate(held):
            lecture.others = trained // len(held) + (place < trained % len(held))
    if persons := site.take("activities.persons"):
        # Whoever came and is no deputy; the deputies are counted with them.
        first = site.activities[0] if site.activities else _plan(site, "forum")
        first.others = persons - sum(one.others for one in site.activities)
    present = site.take("activities.present kind=meeting")
    excused = site.take("activities.excused kind=meeting")
    opinions = site.take("activities.opinions")
    met = _first(site, "meeting", organ="congress") if present else None
    heard = _first(site, "forum") if opinions else None
    Activity.objects.bulk_create(site.activities)
    if met is not None:
        _attended(site, met, present, excused)
    Opinion.objects.bulk_create(
        Opinion(activity=heard, text="反映的意见", created_by=site.by) for _one in range(opinions)
    )


def _plan(site: Site, kind: str, *, is_online: bool = False, **values: str) -> Activity:
    day = site.day()
    begins = timezone.make_aware(datetime.combine(day, time(9)))
    made = Activity(
        body=site.body,
        kind=kind,
        title=f"{kind} {next(site.serial)}",
        on=day,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
        state=Activity.State.RECORDED,
        is_online=is_online,
        values=dict(values),
        created_by=site.by,
        recorded_by=site.by,
        recorded_at=begins,
    )
    site.activities.append(made)
    return made


def _first(site: Site, kind: str, organ: str = "") -> Activity:
    """The first activity of a kind, made where there is none."""
    found = next((one for one in site.activities if one.kind == kind), None)
    return found or (_plan(site, kind, organ=organ) if organ else _plan(site, kind))


def _attended(site: Site, activity: Activity, present: int, excused: int) -> None:
    if len(site.seats) < present + excused:
        site.seats += _seats(site, site.body, present + excused - len(site.seats), None)
    Attendance.objects.bulk_create(
        Attendance(
            activity=activity,
            seat=seat,
            on=activity.on,
            state=Attendance.State.PRESENT if place < present else Attendance.State.EXCUSED,
            reason="" if place < present else "因病请假",
            counts=place < present,
        )
        for place, seat in enumerate(site.seats[: present + excused])
    )
