"""What an office owes: its assignments by urgency, its drafts and its promises."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.kinds import kind_of
from lianxin.engines.matters.lateness import Lateness, lateness
from lianxin.engines.matters.models import (
    Assignment,
    Contact,
    Deadline,
    Extension,
    Matter,
    Promise,
    PromiseReport,
    Proposer,
    Reminder,
    Reply,
)
from lianxin.foundation.people.models import Grant, Role
from lianxin.foundation.rulebook.rules import NoRule, due, rule
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

Status = Assignment.Status
IN_HAND = (Matter.Status.ASSIGNED, Matter.Status.REWORK)
OPEN = (Status.ASSIGNED, Status.RECEIVED, Status.RETURN_ASKED)


@dataclass(frozen=True)
class Thresholds:
    """From how many days before and after its date a thing is 将到期, 严重超期."""

    soon: int
    serious: int


def thresholds(body, today: date) -> Thresholds:
    """What the rulebook calls soon and seriously late at `body`."""
    return Thresholds(
        rule("suggestion.due_soon_days", body, today).value,
        rule("suggestion.seriously_late_days", body, today).value,
    )


def assignments_of(offices):
    """Assignments of these offices with all that one row of the inbox shows.

    offices: ids, as `account.office_ids()` gives them.
    """
    waiting_assists = Assignment.objects.active().filter(
        matter=OuterRef("matter"), role=Assignment.Role.ASSIST
    )
    return (
        Assignment.objects.active()
        .filter(office_id__in=offices)
        .select_related("matter", "office")
        .defer("plan", "matter__text", "matter__call_back_note", "matter__decision_reason")
        .prefetch_related(
            Prefetch(
                "replies",
                Reply.objects.filter(state=Reply.State.DRAFT).only("assignment", "to_sign_on"),
                to_attr="drafts",
            ),
            Prefetch("deadlines", Deadline.objects.running(), to_attr="clocks"),
            Prefetch(
                "matter__proposers",
                Proposer.objects.filter(is_lead=True).select_related("person"),
                to_attr="leads",
            ),
        )
        .annotate(
            has_contact=Exists(Contact.objects.filter(assignment__matter=OuterRef("matter"))),
            awaits_assist=Exists(waiting_assists.exclude(status=Status.ANSWERED)),
            extension_asked=Exists(
                Extension.objects.filter(
                    assignment=OuterRef("pk"), decision=Extension.Decision.PENDING
                )
            ),
            reminder_count=Coalesce(
                Subquery(
                    Reminder.objects.filter(assignment=OuterRef("pk"))
                    .order_by()
                    .values("assignment")
                    .annotate(number=Count("pk"))
                    .values("number")
                ),
                0,
            ),
        )
    )


def assignment_of(offices):
    """The same for the page of one: with its texts, its session and both bodies."""
    related = "matter__suggestion__session__term", "matter__body", "office__body"
    return assignments_of(offices).select_related(*related).defer(None)


def owed_by(offices):
    """Assignments on which something is still to be done, the most urgent first."""
    return (
        assignments_of(offices)
        .filter(status__in=OPEN, matter__status__in=IN_HAND)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


@dataclass
class Row:
    """One line of the inbox: what is owed, how late it is and why, and the next step."""

    assignment: Assignment
    lateness: Lateness
    button: str
    url: str
    note: str = ""

    @property
    def kind(self) -> str:
        """What it is called, where it is not a suggestion."""
        matter = self.assignment.matter
        return "" if matter.kind in SUGGESTION_KINDS else matter.get_kind_display()

    @property
    def matter(self):
        return self.assignment.matter


def row_of(assignment, today: date, *, signs: bool, marks: Thresholds) -> Row:
    """Describe one of `owed_by`.

    signs: whether the reader may sign for the office.
    """
    kind = kind_of(assignment.matter)
    if kind.office_page:
        button, note = _next_word(assignment, signs)
        url = reverse(kind.office_page, args=[assignment.pk])
    else:
        button, url, note = _next_step(assignment, signs)
    return Row(
        assignment,
        lateness(
            assignment.due_on,
            today,
            waiting_for=_waits_for(assignment),
            is_extended=assignment.is_extended,
            soon_days=marks.soon,
            serious_days=marks.serious,
        ),
        button,
        url,
        note,
    )


def _waits_for(assignment) -> str:
    if assignment.status == Status.RETURN_ASKED:
        return Matter.WaitingFor.CLERK
    if assignment.role == Assignment.Role.LEAD and assignment.awaits_assist:
        return Matter.WaitingFor.ASSIST
    return Matter.WaitingFor.OFFICE


def _next_step(assignment, signs) -> tuple[str, str, str]:
    """Words of the button, its address, and a remark."""
    draft = assignment.drafts[0] if assignment.drafts else None
    if assignment.status == Status.ASSIGNED:
        return _("签收"), _page("receive", assignment), ""
    if assignment.status == Status.RETURN_ASKED:
        url = reverse("suggestions:detail", args=[assignment.matter_id])
        return _("查看"), url, _("已申请退办，等人大办审核")
    if draft and draft.to_sign_on:
        button = _("审定签发") if signs else _("查看")
        note = _("经办人已送签") if signs else _("已送负责人签发")
        return button, _page("reply_preview", assignment), note
    write = _page("reply", assignment)
    if assignment.role == Assignment.Role.ASSIST:
        return _("写协办意见"), write, _("意见送主办单位，由主办单位答复代表")
    if not assignment.has_contact:
        clock = next((item for item in assignment.clocks if item.purpose == "contact"), None)
        note = _("还没有联系代表")
        if clock:
            note = _("应在 %s 前首次联系代表") % f"{clock.due_on:%Y-%m-%d}"
        return _("登记联系"), _page("contact", assignment), note
    if assignment.awaits_assist and assignment.role == Assignment.Role.LEAD:
        return _("写答复"), write, _("协办意见到齐后才能答复，可请人大办催办")
    if draft:
        return _("接着写答复"), write, _("有一份草稿")
    return _("写答复"), write, ""


def _next_word(assignment, signs) -> tuple[str, str]:
    """Words of the button and a remark, for a kind with a single page for the office."""
    if assignment.status == Status.RETURN_ASKED:
        return _("查看"), _("已退回，等待另行交办")
    draft = assignment.drafts[0] if assignment.drafts else None
    if draft and draft.to_sign_on:
        return (_("审定签发"), _("经办人已送签")) if signs else (_("查看"), _("已送负责人签发"))
    return _("办理"), ""


def sign_page(assignment) -> str:
    """Where the head of the office reads and signs the answer."""
    return reverse(
        kind_of(assignment.matter).office_page or "suggestions:reply_preview",
        args=[assignment.pk],
    )


def _page(name, assignment) -> str:
    return reverse(f"suggestions:{name}", args=[assignment.pk])


def promises_of(offices):
    """Promises of these offices, those to be kept first by their date, with their last report."""
    return (
        Promise.objects.filter(
            reply__state=Reply.State.ISSUED, reply__assignment__office_id__in=offices
        )
        .exclude(reply__assignment__status=Status.TAKEN_BACK)
        .select_related("reply__assignment__matter__body", "reply__assignment__office")
        .defer(
            "reply__text",
            "reply__assignment__plan",
            "reply__assignment__matter__text",
            "reply__assignment__matter__call_back_note",
        )
        .annotate(
            last_reported_on=Coalesce(
                Subquery(
                    PromiseReport.objects.filter(promise=OuterRef("pk"))
                    .order_by("-reported_on")
                    .values("reported_on")[:1]
                ),
                F("promised_on"),
            )
        )
        .order_by("due_on", "pk")
    )


def open_promises_of(offices):
    """Promises neither kept nor explained, whose matter is still followed."""
    return promises_of(offices).filter(
        state=Promise.State.OPEN,
        reply__assignment__matter__status__in=[
            Matter.Status.TRACKING,
            Matter.Status.REPLIED,
            Matter.Status.JUDGED,
        ],
        reply__round=F("reply__assignment__round"),
    )


TABS = ("open", "kept", "settled")


def promises_in_tab(offices, tab: str | None):
    """The tab itself, "open" for one that makes no sense, and its promises."""
    tab = tab if tab in TABS else "open"
    if tab == "open":
        return tab, open_promises_of(offices)
    if tab == "kept":
        return tab, promises_of(offices).filter(state=Promise.State.KEPT)
    settled = [Promise.State.CONFIRMED, Promise.State.EXPLAINED, Promise.State.REPLACED]
    return tab, promises_of(offices).filter(state__in=settled).order_by("-settled_on", "pk")


def report_due_on(last_reported_on: date, body) -> date | None:
    """Day by which the next word on an open promise is due; None where no rule sets one.

    last_reported_on: as `promises_of` finds it; the day of promising, if never.
    Source: rulebook suggestion.promise_report_months (重庆 art. 24: each quarter).
    """
    try:
        return due("suggestion.promise_report_months", last_reported_on, body=body).due
    except NoRule:
        return None


def drafts_to_sign(offices):
    """Drafts that handlers laid before the head of one of these offices."""
    return (
        Reply.objects.filter(
            state=Reply.State.DRAFT,
            to_sign_on__isnull=False,
            assignment__in=Assignment.objects.filter(office_id__in=offices).open(),
            assignment__matter__status__in=IN_HAND,
        )
        .select_related("assignment__matter", "assignment__office")
        .order_by("to_sign_on", "pk")
    )


def signs_for(account) -> set[int]:
    """Offices for which `account` signs: as head, or where there is no head."""
    headed = {grant.office_id for grant in account.current_grants if grant.role == Role.OFFICE_HEAD}
    others = account.office_ids() - headed
    if not others:
        return headed
    with_head = Grant.objects.in_force().filter(role=Role.OFFICE_HEAD, office_id__in=others)
    return headed | (others - set(with_head.values_list("office_id", flat=True)))
