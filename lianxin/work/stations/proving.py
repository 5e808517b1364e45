"""The proofs and ledger lines that this room reads from its own records."""

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.work.stations import lines, proofs, today, walls
from lianxin.work.stations.lines import Line
from lianxin.work.stations.models import PlanItem, Station, YearPlan
from lianxin.work.stations.proofs import Proof
from lianxin.work.stations.staffing import staffing_of, vacancies

OWN_KINDS = (gettext_lazy("人员"), gettext_lazy("代表"), gettext_lazy("计划"))
"""Lines about the station itself; they are no activity."""


def year_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _until(year: int) -> date:
    """The day up to which a year can be looked at."""
    return min(localdate(), date(year, 12, 31))


def staff(station: Station, year: int) -> Proof:
    """One head, two deputy heads, one liaison, or as the rulebook says here."""
    posts = staffing_of(station, _until(year))
    missing = vacancies(posts)
    url = station.get_absolute_url()
    if missing:
        words = "、".join(
            _("缺%(post)s %(number)s 人") % {"post": post, "number": number}
            for post, number in missing
        )
        return Proof(False, words, url)
    people = sum(len(one.people) for one in posts)
    return Proof(True, _("已配齐，共 %s 人") % people, url)


def plan(station: Station, year: int) -> Proof:
    """A year plan that was approved."""
    found = station.plans.filter(year=year).first()
    url = reverse("stations:plan", args=[station.pk, year])
    if found is None:
        return Proof(False, _("还没有 %s 年度计划") % year, url)
    is_met = found.status == YearPlan.Status.APPROVED
    return Proof(is_met, _("年度计划%s") % found.get_status_display(), url)


def plan_reported(station: Station, year: int) -> Proof:
    """Every item of the approved plan whose month is over has been reported on."""
    url = reverse("stations:plan", args=[station.pk, year])
    found = station.plans.filter(year=year, status=YearPlan.Status.APPROVED).first()
    if found is None:
        return Proof(False, _("还没有审定的年度计划"), url)
    day = localdate()
    due = (
        [item for item in found.items.all() if year < day.year or item.month < day.month]
        if year <= day.year
        else []
    )
    done = sum(item.held_on is not None for item in due)
    words = _("到期事项 %(due)s 项，已报开展情况 %(done)s 项") % {"due": len(due), "done": done}
    if not due:
        return Proof(False, words, url)
    return Proof(done == len(due), words, url, share=done / len(due))


def ledger(station: Station, year: int) -> Proof:
    """Something happened at the station that records know of."""
    number = len(_activities(station, year))
    url = reverse("stations:ledger", args=[station.pk, year])
    return Proof(number > 0, _("台账记录 %s 条（不含人员、计划）") % number, url)


def varied(station: Station, year: int) -> Proof:
    """At least two kinds of activity."""
    found = sorted({str(line.kind) for line in _activities(station, year)})
    url = reverse("stations:ledger", args=[station.pk, year])
    return Proof(len(found) >= 2, _("开展过：%s") % ("、".join(found) or _("没有")), url)


def months(station: Station, year: int) -> Proof:
    """In how many months of the year something happened, of those that are over."""
    day = localdate()
    over = 12 if year < day.year else max(day.month - 1, 1)
    active = {line.on.month for line in _activities(station, year) if line.on.month <= over}
    words = _("%(over)s 个月里有 %(active)s 个月有活动") % {"over": over, "active": len(active)}
    url = reverse("stations:ledger", args=[station.pk, year])
    return Proof(len(active) == over, words, url, share=len(active) / over)


def wall(station: Station, year: int) -> Proof:
    """All wall sheets hang and say what is true today."""
    states = walls.states_of(station)
    current = sum(one.is_current for one in states)
    url = reverse("stations:wall", args=[station.pk])
    words = _("%(all)s 张公示中 %(current)s 张是现行的") % {"all": len(states), "current": current}
    return Proof(current == len(states), words, url, share=current / len(states))


def _activities(station: Station, year: int) -> list[Line]:
    own = {str(one) for one in OWN_KINDS}
    return [line for line in lines.lines_of(station, *year_of(year)) if str(line.kind) not in own]


def lines_of_station(station: Station, since: date, until: date) -> Iterator[Line]:
    """Who came and left, plans approved, planned things held."""
    url = station.get_absolute_url()
    kind_staff, kind_deputy, kind_plan = (str(one) for one in OWN_KINDS)
    for one in station.staff.all():
        said = {"name": one.name, "post": one.get_post_display()}
        if since <= one.since <= until:
            yield Line(one.since, kind_staff, _("%(name)s任%(post)s") % said, url)
        if one.until and since <= one.until <= until:
            yield Line(one.until, kind_staff, _("%(name)s不再任%(post)s") % said, url)
    for attached in station.attached.select_related("seat__person"):
        name, person = attached.seat.person.name, (attached.seat.person_id,)
        if since <= attached.since <= until:
            yield Line(attached.since, kind_deputy, _("%s代表进站") % name, url, person)
        if attached.until and since <= attached.until <= until:
            yield Line(attached.until, kind_deputy, _("%s代表离站") % name, url, person)
    for approved in station.plans.filter(
        status=YearPlan.Status.APPROVED, decided_on__range=(since, until)
    ):
        yield Line(
            cast(date, approved.decided_on),
            kind_plan,
            _("%s 年度计划审定") % approved.year,
            reverse("stations:plan", args=[station.pk, approved.year]),
        )
    held = PlanItem.objects.filter(plan__station=station, held_on__range=(since, until))
    for item in held.select_related("plan"):
        yield Line(
            cast(date, item.held_on),
            _("活动"),
            f"{item.words}：{item.report}"[:200],
            reverse("stations:plan", args=[station.pk, item.plan.year]),
        )


def waiting(stations, account, day: date) -> Iterator[today.Waiting]:
    """Plans to write and to report on; wall sheets that are out of date."""
    ids = [one.pk for one in stations]
    plans = {one.station_id: one for one in YearPlan.objects.filter(station__in=ids, year=day.year)}
    for station in stations:
        url = reverse("stations:plan", args=[station.pk, day.year])
        found = plans.get(station.pk)
        if found is None or found.status == YearPlan.Status.DRAFT:
            title, why, button = _("年度计划"), _("%s 年的计划还没有上报") % day.year, _("写计划")
        elif found.status == YearPlan.Status.RETURNED:
            title, why, button = _("年度计划退回修改"), found.return_reason, _("改计划")
        else:
            continue
        yield today.Waiting(station.pk, title, why, button, url)
    owed = PlanItem.objects.filter(
        plan__station__in=ids,
        plan__year=day.year,
        plan__status=YearPlan.Status.APPROVED,
        month__lt=day.month,
        held_on__isnull=True,
    ).select_related("plan")
    for item in owed:
        yield today.Waiting(
            item.plan.station_id,
            _("报开展情况：%s") % item.words,
            _("计划 %s 月开展") % item.month,
            _("填写"),
            reverse("stations:plan_report", args=[item.pk]),
            weight=2,
        )
    for station, number in walls.stale_numbers(stations).items():
        yield today.Waiting(
            station,
            _("%s 张上墙公示已过时") % number,
            _("站里的情况变了，墙上的还是旧的"),
            _("重新打印"),
            reverse("stations:wall", args=[station]),
        )


def register_own() -> None:
    """Tell the three registries what this room knows itself."""
    lines.register(lines_of_station)
    today.register(waiting)
    proofs.register("station.staff", gettext_lazy("站长、副站长、联络员配齐"), staff)
    proofs.register("station.plan", gettext_lazy("年度计划已审定"), plan)
    proofs.register(
        "station.plan_reported", gettext_lazy("到期的计划事项都报了开展情况"), plan_reported
    )
    proofs.register("station.ledger", gettext_lazy("本年有活动记录"), ledger)
    proofs.register("station.varied", gettext_lazy("本年有两种以上的活动"), varied)
    proofs.register("station.months", gettext_lazy("本年每个月都有活动"), months)
    proofs.register("station.wall", gettext_lazy("上墙公示都是现行的"), wall)
