"""The clerk's desk: review, hand over, decide, urge, close."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count as Number
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import (
    Assignment,
    Deadline,
    Extension,
    Matter,
    Promise,
    ReturnRequest,
)
from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part, kind_counts
from lianxin.foundation.people.models import CLERKS, Seat
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

S = Matter.Status
W = Matter.WaitingFor
ALL = Q()
# The clerk's own turn, of which there are never many at once.
ON_THE_DESK = (S.SUBMITTED, S.PRESIDIUM, S.ACCEPTED, S.CONCILIATION)
COUNTED = {
    S.SUBMITTED: gettext_lazy("待审查"),
    S.PRESIDIUM: gettext_lazy("议案待决定"),
    S.ACCEPTED: gettext_lazy("待交办"),
    S.REPLIED: gettext_lazy("待代表评价"),
    S.CONCILIATION: gettext_lazy("协调评估中"),
    S.TRACKING: gettext_lazy("承诺跟踪"),
    S.JUDGED: gettext_lazy("待办结"),
    S.CLOSED: gettext_lazy("待归档"),
}
# A desk asks each room a little: columns that no line reads would be most of its work.
OF_ASSIGNMENT = (
    *("assignment__matter__title", "assignment__matter__body_id"),
    "assignment__office__name",
)


def parts(account, today: date) -> list[Part]:
    bodies = account.bodies_as(*CLERKS)
    if not bodies:
        return []
    return [
        Part(
            _("%s建议办理") % body.short_name,
            duties=duties,
            counts=counts,
            links=[
                (_("代代表填写建议"), f"{reverse('suggestions:write_for')}?body={body.pk}"),
                (_("集中交办"), reverse("suggestions:hand_over_many")),
                (_("集中催办"), reverse("suggestions:remind_many")),
            ],
        )
        for body, duties, counts in _read(bodies, today)
    ]


def list_url(body, **filters) -> str:
    """The suggestion list narrowed to what a figure counts."""
    if body.is_county:
        filters["body"] = body.pk
    return reverse("suggestions:list", query=filters)


def _read(bodies, today):
    """For each body its duties and its counts."""
    marks = {body.pk: thresholds(body, today) for body in bodies}
    own = list(_own_turn(bodies, today, marks))
    asked = [*_returns(bodies, today, marks), *_extensions(bodies, today, marks)]
    numbers = status_numbers(bodies)
    dates = date_numbers(bodies, today, marks)
    everything = [
        *own,
        *asked,
        *late_duties(bodies, today, marks),
        *_promises(bodies, today, marks),
    ]
    for body in bodies:
        duties = [duty for pk, duty in everything if pk == body.pk]
        counts = [
            *date_counts(body, dates),
            *kind_counts(duties, {"return": _("退办待审核"), "extension": _("延期待审批")}),
            *status_counts(body, numbers),
        ]
        if not (everything or numbers[body.pk]):
            duties += _beginning(body)
        yield body, [*duties, *_in_bulk(body, numbers)], counts


def _beginning(body) -> list[Duty]:
    """Where to begin, at a body that has neither suggestions nor deputies yet.

    A body that works has suggestions, so that its desk does not ask.
    """
    if body.is_street or Seat.objects.live().filter(body=body).exists():
        return []
    return [
        Duty(
            f"begin-{body.pk}",
            _("%s：开始使用") % body.short_name,
            _("还没有代表。从上到下登记届次、代表、小组、单位和账号，各项工作就办得起来"),
            _("开始"),
            reverse("setup:home", query={"body": body.code}),
            weight=9,
        )
    ]


def _own_turn(bodies, today, marks):
    found = (
        Matter.objects.filter(kind__in=SUGGESTION_KINDS, body__in=bodies, status__in=ON_THE_DESK)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .values_list(
            "pk", "body_id", "title", "status", "due_on", "number", "called_back_on", named=True
        )
    )
    for row in found[: MOST_SHOWN * len(bodies)]:
        button, page, why = _next(row)
        yield (
            row.body_id,
            Duty(
                f"matter-{row.pk}",
                row.title,
                why,
                button,
                reverse(f"suggestions:{page}", args=[row.pk]),
                row.due_on,
                _lateness(row.due_on, today, marks[row.body_id]),
            ),
        )


def _next(row) -> tuple[str, str, str]:
    match row.status:
        case S.SUBMITTED:
            return _("审查"), "detail", _("代表新提交，等待审查受理")
        case S.PRESIDIUM:
            return _("登记决定"), "detail", _("议案等主席团决定")
        case S.CONCILIATION:
            return _("登记协调"), "conciliate", _("代表再次不满意，等待协调评估")
    if not row.number:
        return _("编号"), "give_number", _("已受理，还没有编号")
    if row.called_back_on is None:
        return _("登记回访"), "call_back", _("交办前应当回访提出人")
    return _("交办"), "hand_over", _("已回访，可以交办")


def _returns(bodies, today, marks):
    """Returns to be decided, found by the offices: an office has few that are asked for."""
    reassign = Deadline.objects.running().filter(purpose=Deadline.Purpose.REASSIGN)
    found = (
        ReturnRequest.objects.filter(
            decision=ReturnRequest.Decision.PENDING,
            assignment__matter__kind__in=SUGGESTION_KINDS,
            assignment__in=Assignment.objects.filter(
                office__body__in=bodies, status=Assignment.Status.RETURN_ASKED
            ),
        )
        .select_related("assignment__matter", "assignment__office")
        .only(*OF_ASSIGNMENT)
        .prefetch_related(Prefetch("assignment__deadlines", reassign, to_attr="clocks"))
        .order_by("asked_on", "pk")
    )
    for request in found:
        assignment: Any = request.assignment
        due_on = assignment.clocks[0].due_on if assignment.clocks else None
        body = assignment.matter.body_id
        yield (
            body,
            Duty(
                f"return-{assignment.pk}",
                assignment.matter.title,
                _("%s申请退办，等待审核") % assignment.office,
                _("审核退办"),
                reverse("suggestions:decide_return", args=[assignment.pk]),
                due_on,
                _lateness(due_on, today, marks[body]),
            ),
        )


def _extensions(bodies, today, marks):
    """Extensions to be decided; worth deciding before the present date runs out."""
    handling = [Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED]
    found = (
        Extension.objects.filter(
            decision=Extension.Decision.PENDING,
            assignment__matter__kind__in=SUGGESTION_KINDS,
            assignment__in=Assignment.objects.filter(office__body__in=bodies, status__in=handling),
        )
        .select_related("assignment__matter", "assignment__office")
        .only("asked_until", "due_before", *OF_ASSIGNMENT)
        .order_by("due_before", "pk")
    )
    for extension in found:
        assignment = extension.assignment
        body = assignment.matter.body_id
        words = _("%(office)s申请延期至 %(day)s，等待审批")
        yield (
            body,
            Duty(
                f"extension-{assignment.pk}",
                assignment.matter.title,
                words % {"office": assignment.office, "day": f"{extension.asked_until:%Y-%m-%d}"},
                _("审批延期"),
                reverse("suggestions:decide_extension", args=[assignment.pk]),
                extension.due_before,
                _lateness(extension.due_before, today, marks[body]),
            ),
        )


def late_duties(bodies, today, marks, seen=ALL):
    """What others are late with, the longest first: offices to be urged, deputies to be reminded."""
    found = (
        Matter.objects.filter(
            seen,
            kind__in=SUGGESTION_KINDS,
            body__in=bodies,
            due_on__lt=today,
            waiting_for__in=[W.OFFICE, W.ASSIST, W.DEPUTY],
        )
        .order_by("due_on", "pk")
        .values_list(
            "pk", "body_id", "title", "due_on", "waiting_for", "lead_office__name", named=True
        )
    )
    for row in found[: MOST_SHOWN * len(bodies)]:
        of_deputy = row.waiting_for == W.DEPUTY
        if of_deputy:
            why, button, page = _("代表还没有评价答复"), _("提醒代表"), "remind_deputies"
        else:
            why, button, page = _("%s还没有办完") % row.lead_office__name, _("催办"), "remind"
        state = lateness(
            row.due_on,
            today,
            waiting_for=row.waiting_for,
            soon_days=marks[row.body_id].soon,
            serious_days=marks[row.body_id].serious,
        )
        url = reverse(f"suggestions:{page}", args=[row.pk])
        yield (
            row.body_id,
            Duty(f"matter-{row.pk}", row.title, why, button, url, row.due_on, state),
        )


def _promises(bodies, today, marks):
    """Promises whose day is near or past, on the board of their county."""
    until = today + timedelta(days=max(mark.soon for mark in marks.values()))
    found = (
        Promise.objects.filter(
            county__in={body.county_id for body in bodies},
            state=Promise.State.OPEN,
            due_on__lte=until,
            reply__state="issued",
            reply__assignment__matter__body__in=bodies,
            reply__assignment__matter__status=S.TRACKING,
        )
        .order_by("due_on", "pk")
        .values_list(
            "pk",
            "text",
            "due_on",
            "reply__assignment__matter_id",
            "reply__assignment__matter__body_id",
            "reply__assignment__office__name",
        )
    )
    for _pk, text, due_on, matter, body, office in found[: MOST_SHOWN * len(bodies)]:
        yield (
            body,
            Duty(
                f"matter-{matter}",
                text,
                _("%s的承诺还没有兑现") % office,
                _("催办"),
                reverse("suggestions:remind", args=[matter]),
                due_on,
                _lateness(due_on, today, marks[body]),
            ),
        )


def _in_bulk(body, numbers):
    """What has no date and goes in one sitting."""
    if number := numbers[body.pk].get(S.JUDGED):
        yield Duty(
            f"close-{body.pk}",
            _("%s 件已评价，可以验收办结") % number,
            _("承诺都已兑现或者说明"),
            _("去办结"),
            list_url(body, status=S.JUDGED),
            weight=0,
        )
    if number := numbers[body.pk].get(S.CLOSED):
        yield Duty(
            f"archive-{body.pk}",
            _("%s 件已办结，等待归档") % number,
            _("归档前会检查材料是否齐全"),
            _("去归档"),
            list_url(body, status=S.CLOSED),
            weight=-1,
        )


def status_numbers(bodies, seen=ALL) -> dict:
    """body id → status → how many; one walk over an index.

    seen: what of the bodies exists for the reader, where that is not all.
    """
    numbers: dict = {body.pk: {} for body in bodies}
    rows = (
        Matter.objects.filter(
            seen, kind__in=SUGGESTION_KINDS, body__in=bodies, status__in=list(COUNTED)
        )
        .order_by()
        .values_list("body_id", "status")
        .annotate(number=Number("pk"))
    )
    for body, status, number in rows:
        numbers[body][status] = number
    return numbers


def date_numbers(bodies, today, marks, seen=ALL) -> dict:
    """body id → late and soon: the same as the list's 已超期 and 将到期."""
    near = Q()
    for body in bodies:
        until = today + timedelta(days=marks[body.pk].soon)
        near |= Q(body=body, due_on__lte=until)
    rows = (
        Matter.objects.filter(seen, near, kind__in=SUGGESTION_KINDS)
        .exclude(waiting_for="")
        .order_by()
        .values("body_id")
        .annotate(
            late=Number("pk", filter=Q(due_on__lt=today)),
            soon=Number("pk", filter=Q(due_on__gte=today, is_extended=False)),
        )
    )
    numbers = {body.pk: {"late": 0, "soon": 0} for body in bodies}
    return numbers | {row["body_id"]: row for row in rows}


def date_counts(body, dates) -> list[Count]:
    return [
        Count(_("已超期"), dates[body.pk]["late"], list_url(body, late="late"), "bad"),
        Count(_("将到期"), dates[body.pk]["soon"], list_url(body, late="soon"), "warn"),
    ]


def status_counts(body, numbers) -> list[Count]:
    return [
        Count(str(label), numbers[body.pk].get(status, 0), list_url(body, status=status))
        for status, label in COUNTED.items()
    ]


def _lateness(due_on, today, marks):
    return lateness(
        due_on, today, waiting_for="clerk", soon_days=marks.soon, serious_days=marks.serious
    )
