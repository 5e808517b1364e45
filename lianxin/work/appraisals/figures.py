"""Figures of this room: who reported (T24), how deputies (T25) and offices (T26) were rated."""

from functools import partial

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.catalogue import Figure, Row, Scope, register
from lianxin.foundation.people.models import Seat
from lianxin.work.appraisals.models import GradeCount, Meeting, Subject, Tally

ROOM = _("述职测评")


def reported(scope: Scope):
    """Deputies whose meeting was held within the days."""
    found = Subject.objects.reported().filter(
        seat__isnull=False,
        body__in=scope.bodies(),
        meeting__on__range=(scope.since, scope.until),
    )
    if scope.user is not None:
        found = found.visible_to(scope.user)
    if scope.public:
        found = found.filter(meeting__is_public=True)
    return found.for_list().order_by("meeting__on", "pk")


def offices(scope: Scope, *, is_rated: bool):
    """Offices, stations and villages rated, or that handed in their report and were heard."""
    found = Subject.objects.filter(
        office__isnull=False,
        body__in=scope.bodies(),
        meeting__on__range=(scope.since, scope.until),
        meeting__state__in=Meeting.TOLD if is_rated else Meeting.HELD,
    )
    if not is_rated:
        found = found.filter(report_state__in=[Subject.Report.SENT, Subject.Report.ACCEPTED])
    if scope.user is not None:
        found = found.visible_to(scope.user)
    if scope.public:
        found = found.filter(meeting__is_public=True)
    return found.for_list().order_by("meeting__on", "pk")


def _count_offices(found) -> int:
    return found.order_by().values("office").distinct().count()


def _count_seats(found) -> int:
    return found.order_by().values("seat").distinct().count()


def deputies(scope: Scope):
    """Deputies in office on the last day."""
    return (
        Seat.objects.in_office()
        .on(scope.until)
        .filter(body__in=scope.bodies())
        .select_related("person", "body")
        .order_by("body__path", "person__stroke_key", "pk")
    )


def tallies(scope: Scope, *, of_deputies: bool):
    """Settled counts of meetings within the days."""
    found = Tally.objects.filter(
        subject__body__in=scope.bodies(),
        subject__seat__isnull=not of_deputies,
        subject__meeting__state__in=Meeting.TOLD,
        subject__meeting__on__range=(scope.since, scope.until),
    )
    if scope.user is not None:
        found = found.filter(subject__in=Subject.objects.visible_to(scope.user).values("pk"))
    if scope.public:
        found = found.filter(subject__meeting__is_public=True)
    return found.select_related(
        "subject__meeting", "subject__seat__person", "subject__office", "subject__body"
    ).order_by("subject__meeting__on", "subject__pk", "pk")


def votes(scope: Scope, *, of_deputies: bool, name: str = "", is_good: bool = False):
    """Counts of one grade by its word, or of all that count as satisfied."""
    found = GradeCount.objects.filter(
        tally__in=tallies(scope, of_deputies=of_deputies).order_by().values("pk"), number__gt=0
    )
    found = found.filter(name=name) if name else found
    found = found.filter(is_good=True) if is_good else found
    return found.select_related(
        "tally__subject__meeting",
        "tally__subject__seat__person",
        "tally__subject__office",
        "tally__subject__body",
    ).order_by("tally__subject__meeting__on", "tally__subject__pk", "row", "grade", "pk")


def _summed(field: str, found) -> int:
    return found.order_by().aggregate(sum=Sum(field))["sum"] or 0


def _valid(found) -> int:
    sums = found.order_by().aggregate(returned=Sum("returned"), invalid=Sum("invalid"))
    return (sums["returned"] or 0) - (sums["invalid"] or 0)


def _row_of_subject(one: Subject) -> Row:
    return Row(
        f"{one.name}：{one.rated_at.title}",
        one.get_absolute_url(),
        one.rated_at.on,
        one.body.short_name,
    )


def _row_of_seat(one: Seat) -> Row:
    return Row(one.person.name, "", one.started_on, one.body.short_name)


def _row_of_tally(field: str, one: Tally) -> Row:
    subject = one.subject
    amount = one.valid if field == "valid" else getattr(one, field)
    return Row(
        f"{subject.name}（{one.get_raters_display()}）",
        subject.rated_at.get_absolute_url(),
        subject.rated_at.on,
        subject.body.short_name,
        amount,
    )


def _row_of_votes(one: GradeCount) -> Row:
    subject = one.tally.subject
    return Row(
        f"{subject.name}（{one.tally.get_raters_display()}）{one.name}",
        subject.rated_at.get_absolute_url(),
        subject.rated_at.on,
        subject.body.short_name,
        one.number,
    )


def register_figures() -> None:
    register(
        Figure(
            "appraisals.reported",
            _("述职代表"),
            _("人"),
            _("述职测评会已经举行的代表，一人在同一时期多次述职的算一人"),
            room=ROOM,
            records=reported,
            measure=_count_seats,
            row=_row_of_subject,
            statistic="T24",
            has_public=True,
        ),
        Figure(
            "appraisals.deputies",
            _("应当述职的代表"),
            _("人"),
            _("截止日在任的代表"),
            room=ROOM,
            records=deputies,
            row=_row_of_seat,
        ),
        Figure(
            "appraisals.reported_rate",
            _("述职覆盖率"),
            "%",
            _("述职代表数除以在任代表数；每届至少一次，按届算的请把开始日期选为本届第一天"),
            room=ROOM,
            numerator="appraisals.reported",
            denominator="appraisals.deputies",
            statistic="T24",
        ),
        Figure(
            "appraisals.raters",
            _("代表述职参评人次"),
            _("人次"),
            _("每位述职代表的到会参评人数之和；一人评几位代表算几人次"),
            room=ROOM,
            records=partial(tallies, of_deputies=True),
            measure=partial(_summed, "present"),
            row=partial(_row_of_tally, "present"),
        ),
        *(
            figure
            for key, name in (
                ("excellent", _("优秀")),
                ("competent", _("称职")),
                ("not", _("不称职")),
            )
            for figure in _of_grade(key, name)
        ),
        Figure(
            "appraisals.offices",
            _("测评的单位"),
            _("个"),
            _("测评会已经计票的站所、村（社区）等单位，一个单位在同一时期多次测评的算一个"),
            room=ROOM,
            records=partial(offices, is_rated=True),
            measure=_count_offices,
            row=_row_of_subject,
            has_public=True,
        ),
        Figure(
            "appraisals.offices_reported",
            _("述职的单位"),
            _("个"),
            _("报送了述职报告、测评会已经举行的单位，一个单位算一个"),
            room=ROOM,
            records=partial(offices, is_rated=False),
            measure=_count_offices,
            row=_row_of_subject,
            has_public=True,
        ),
        Figure(
            "appraisals.office_ballots",
            _("站所、村（社区）测评有效票"),
            _("票"),
            _("已计票的测评中收回的票减废票"),
            room=ROOM,
            records=partial(tallies, of_deputies=False),
            measure=_valid,
            row=partial(_row_of_tally, "valid"),
        ),
        Figure(
            "appraisals.office_invalid",
            _("站所、村（社区）测评废票"),
            _("票"),
            _("已计票的测评中作废的票，单列，不算入有效票"),
            room=ROOM,
            records=partial(tallies, of_deputies=False),
            measure=partial(_summed, "invalid"),
            row=partial(_row_of_tally, "invalid"),
            statistic="T26",
        ),
        Figure(
            "appraisals.office_satisfied",
            _("站所、村（社区）测评满意票"),
            _("票"),
            _("选“满意”“基本满意”等计入满意的等次的票；分项测评的每项都算"),
            room=ROOM,
            records=partial(votes, of_deputies=False, is_good=True),
            measure=partial(_summed, "number"),
            row=_row_of_votes,
        ),
        Figure(
            "appraisals.office_satisfaction",
            _("站所、村（社区）测评满意率"),
            "%",
            _("满意和基本满意的票除以有效票"),
            room=ROOM,
            numerator="appraisals.office_satisfied",
            denominator="appraisals.office_ballots",
            statistic="T26",
        ),
    )


def _of_grade(key: str, name) -> tuple[Figure, Figure]:
    """The ballots of one grade, and their share of those who came to rate."""
    words = str(name)
    return (
        Figure(
            f"appraisals.{key}",
            _("代表述职“%s”票") % words,
            _("票"),
            _("已计票的代表述职测评中选“%s”的票") % words,
            room=ROOM,
            records=partial(votes, of_deputies=True, name=words),
            measure=partial(_summed, "number"),
            row=_row_of_votes,
        ),
        Figure(
            f"appraisals.{key}_rate",
            _("代表述职“%s”率") % words,
            "%",
            _("选“%s”的票除以到会参评人次，四舍五入到整数") % words,
            room=ROOM,
            numerator=f"appraisals.{key}",
            denominator="appraisals.raters",
            statistic="T25",
        ),
    )
