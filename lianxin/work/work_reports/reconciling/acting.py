"""Activities from which a printed report's figures follow, and who came to them."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from lianxin.work.activities.models import Activity, Attendance, Opinion
from lianxin.work.work_reports.reconciling.people import make_seats
from lianxin.work.work_reports.reconciling.site import Site

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


def make_activities(site: Site) -> None:
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
        site.seats += make_seats(site, site.body, present + excused - len(site.seats), None)
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
