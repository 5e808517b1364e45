"""A case from its opening to what the deputy thinks of the result.

opened → coordinated → closed; back to coordinated where the deputy is not content; the
deputy may take back what he asked for himself.
"""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.care import telling
from lianxin.work.care.kinds import KINDS, LIBERTY
from lianxin.work.care.models import CaseContact, RightsCase
from lianxin.work.care.permissions import Permission
from lianxin.work.care.workflow.common import (
    bodies_for,
    check_not_ahead,
    locked,
    note,
    save,
)

State = RightsCase.State
LEAST_REASON = 4
"""Characters of a reason: 「核实」 alone explains nothing."""
FOR_LIBERTY = {RightsCase.Result.DECIDED, RightsCase.Result.REPORTED}


@transaction.atomic
def open_case(
    body: Body,
    seat: Seat,
    *,
    kind: str,
    text: str,
    by,
    today: date,
    wish: str = "",
    happened_on: date | None = None,
) -> RightsCase:
    """The office opens a case for a deputy whose rights were infringed or who is in need.

    body: whose case it is. Raises PermissionDenied; Refused for a deputy of another place,
    for what an organ asks about a deputy (`register_liberty`), without what happened.
    """
    case = _new(body, seat, kind, text, wish, happened_on, by, today)
    require(by, Permission.KEEP, case)
    return _open(case, by=by, words=_("受理权益保障事项"))


ASKED = ("body", "seat", "kind", "text", "wish", "happened_on", "opened_on", "opened_by")


@transaction.atomic
def ask_for_help(
    body: Body,
    seat: Seat,
    *,
    kind: str,
    text: str,
    by,
    today: date,
    wish: str = "",
    happened_on: date | None = None,
) -> RightsCase:
    """A deputy asks for help (我需要帮助), of the own body or the county's above it.

    He chooses who keeps it: what is about the own chair goes to the county. Pressed twice,
    it is the same case.
    """
    case = _new(body, seat, kind, text, wish, happened_on, by, today)
    if not case.about.is_for_deputy:
        raise Refused(_("这一类由有关机关提出，不由代表提出。请选择别的类别。"))
    require(by, Permission.ASK, case)
    if seat.state not in (Seat.State.IN_OFFICE, Seat.State.SUSPENDED):
        raise Refused(_("您现在不在任。请直接联系本级人大。"))
    # The second press waits here for the first.
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    same = {name: getattr(case, name) for name in ASKED}
    if before := RightsCase.objects.filter(**same, state=State.OPENED).first():
        return before
    return _open(case, by=by, words=_("代表请求帮助"))


def _new(body, seat, kind, text, wish, happened_on, by, today) -> RightsCase:
    if kind not in KINDS:
        raise Refused(_("请选择类别。"))
    return RightsCase(
        body=body,
        seat=seat,
        kind=kind,
        text=text.strip(),
        wish=wish.strip(),
        happened_on=happened_on,
        opened_on=today,
        opened_by=by,
    )


def _open(case: RightsCase, *, by, words: str) -> RightsCase:
    if case.kind == LIBERTY:
        raise Refused(_("限制人身自由的许可和报告请在“登记许可和报告”里登记。"))
    if case.body_id not in {one.pk for one in bodies_for(case.seat)}:
        raise Refused(_("这位代表不归所选机构联系。请选择代表所在的人大或者上级人大。"))
    if not case.text:
        raise Refused(_("请写明发生了什么。"))
    check_not_ahead(case.happened_on, case.opened_on)
    number(case)
    save(case)
    event = note(by, "open", case, _("%(words)s %(number)s") % {"words": words, "number": case})
    telling.tell_opened(case, event)
    return case


def number(case: RightsCase) -> None:
    """Give the case the next number of its body's year; the body's row keeps others waiting."""
    Body.objects.select_for_update(of=("self",)).get(pk=case.body_id)
    case.year = case.opened_on.year
    found = RightsCase.objects.filter(body=case.body_id, year=case.year)
    case.serial = (found.aggregate(last=Max("serial"))["last"] or 0) + 1


@transaction.atomic
def note_contact(
    case: RightsCase,
    *,
    on: date,
    whom: str,
    way: str,
    words: str,
    by,
    today: date,
    organ: str = "",
) -> CaseContact:
    """Write down with whom it was spoken of; the first makes the case a coordinated one."""
    require(by, Permission.KEEP, case)
    locked(case, *RightsCase.OPEN)
    check_not_ahead(on, today)
    if on < case.opened_on:
        raise Refused(_("协调日期不能早于受理日期 %s。") % case.opened_on)
    made = CaseContact(
        case=case, on=on, whom=whom, organ=organ.strip(), way=way, words=words.strip(), by=by
    )
    save(made)
    if case.state == State.OPENED:
        case.state = State.COORDINATED
        case.save(update_fields=["state"])
    event = note(by, "contact", case, _("协调：%s") % made.get_whom_display())
    telling.tell_deputy(case, event, _("您的权益保障事项有新的协调情况。"))
    return made


@transaction.atomic
def close_case(case: RightsCase, *, result: str, outcome: str, by, today: date) -> RightsCase:
    """Close with a result in words, told to the deputy. Refused before anyone was spoken to.

    Of a request to restrain a deputy: only when it was decided and answered.
    """
    require(by, Permission.KEEP, case)
    locked(case, *RightsCase.OPEN)
    if case.is_liberty:
        result = _of_liberty(case)
    elif result in FOR_LIBERTY:
        raise Refused(_("请选择办理结果。"))
    elif not case.contacts.exists() and not case.visits.kept().exists():
        raise Refused(_("还没有协调或者慰问的记录，不能办结。请先登记和谁协调、结果怎样。"))
    if result not in RightsCase.Result.values or not result:
        raise Refused(_("请选择办理结果。"))
    if not outcome.strip():
        raise Refused(_("请写明办理结果，代表本人会看到。"))
    case.state, case.result, case.outcome = State.CLOSED, result, outcome.strip()
    case.closed_on = today
    save(case)
    event = note(by, "close", case, _("办结：%s") % case.get_result_display())
    telling.tell_deputy(case, event, _("您的权益保障事项已办结，请您评价结果。"))
    return case


def _of_liberty(case: RightsCase) -> str:
    asked = case.liberty
    if asked.is_report:
        return RightsCase.Result.REPORTED
    if not asked.decision:
        raise Refused(_("主席团或者常委会还没有作出决定，不能办结。请先登记会议的决定。"))
    if asked.answered_on is None:
        raise Refused(_("决定还没有答复提请机关，不能办结。请先登记答复日期。"))
    return RightsCase.Result.DECIDED


@transaction.atomic
def judge(case: RightsCase, *, content: str, by, today: date, words: str = "") -> RightsCase:
    """The deputy says whether he is content with the result; once for each closing."""
    require(by, Permission.ASK, case)
    locked(case, State.CLOSED)
    if case.content:
        raise Refused(_("您已经评价过这个结果。还有问题的，请再提出一件。"))
    if content not in RightsCase.Content.values or not content:
        raise Refused(_("请选择是否满意。"))
    if content == RightsCase.Content.NOT_CONTENT and not words.strip():
        raise Refused(_("不满意的，请写明哪里没有解决，便于继续办理。"))
    case.content, case.content_words, case.content_on = content, words.strip(), today
    save(case)
    event = note(by, "judge", case, _("代表评价：%s") % case.get_content_display())
    telling.tell_keepers(case, event, _("%s：代表已评价办理结果，请查看。") % case)
    return case


@transaction.atomic
def reopen(case: RightsCase, *, by, today: date) -> RightsCase:
    """Take up again what did not content the deputy; what he said stays in the ledger."""
    require(by, Permission.KEEP, case)
    locked(case, State.CLOSED)
    if case.content != RightsCase.Content.NOT_CONTENT:
        raise Refused(_("代表没有表示不满意，不需要重新办理。有新情况的，请另立一件。"))
    before = {
        "result": case.result,
        "closed_on": case.closed_on,
        "content": case.content,
        "words": case.content_words,
        "outcome": case.outcome,
    }
    case.state, case.result, case.closed_on = State.COORDINATED, "", None
    case.content, case.content_words, case.content_on = "", "", None
    save(case)
    event = note(by, "reopen", case, _("重新办理"), before=before)
    telling.tell_deputy(case, event, _("您的权益保障事项已重新办理。"))
    return case


@transaction.atomic
def withdraw_case(case: RightsCase, *, by, today: date) -> RightsCase:
    """The deputy takes back what is about himself, while it is open."""
    require(by, Permission.ASK, case)
    locked(case, *RightsCase.OPEN)
    case.state = State.WITHDRAWN
    case.save(update_fields=["state"])
    event = note(by, "withdraw", case, _("代表撤回"))
    telling.tell_keepers(case, event, _("%s：代表已撤回。") % case)
    return case


@transaction.atomic
def read_case(case: RightsCase, *, reason: str, by) -> RightsCase:
    """What the case is about, for a keeper with a reason; the reading is on the ledger.

    The deputy sees on his page who read it and why. Raises PermissionDenied, Refused
    without a reason. Source: 个人信息保护法 arts. 6, 28.
    """
    require(by, Permission.READ, case)
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(
            _("查看案情要写明事由，如“商县公安局前核对情况”。事由会留痕，代表本人看得到。")
        )
    note(by, "personal_data_read", case, _("查看案情"), reason=reason.strip())
    return case
