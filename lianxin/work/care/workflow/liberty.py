"""When an organ asks to restrain a deputy, or reports that it did.

Of the county and above: the presidium permits during a session, the standing committee
between sessions; one caught in the act is reported at once. Of a township: whatever is done
is reported at once, and nobody there permits it.

Source: 代表法 (2025), art. 39.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Body, Seat, Session
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.care import telling
from lianxin.work.care.kinds import LIBERTY
from lianxin.work.care.models import LibertyRequest, RightsCase
from lianxin.work.care.permissions import Permission
from lianxin.work.care.workflow.cases import number
from lianxin.work.care.workflow.common import check_not_ahead, locked, note, save

Measure, Before, Decision = (
    LibertyRequest.Measure,
    LibertyRequest.Before,
    LibertyRequest.Decision,
)
CONSENT = "代表法 第三十九条第一款、第二款"
EXAMINED = "代表法 第三十九条第三款"
REPORTED = "代表法 第三十九条第四款"


def needs_consent(seat: Seat, measure: str) -> bool:
    """Whether the congress of this seat permits the measure, or is only told of it."""
    return seat.body.kind == Body.Kind.COUNTY and measure != Measure.IN_THE_ACT


@transaction.atomic
def register_liberty(
    seat: Seat,
    *,
    measure: str,
    organ: str,
    received_on: date,
    text: str,
    by,
    today: date,
    measure_words: str = "",
    letter: str = "",
    taken_on: date | None = None,
) -> LibertyRequest:
    """Register what an organ asked or reported about a deputy; kept by the deputy's congress.

    taken_on: day of the measure. Raises PermissionDenied; Refused for a report without the
    day of the measure, for another measure without its name.
    """
    case = RightsCase(
        body=seat.body,
        seat=seat,
        kind=LIBERTY,
        text=text.strip(),
        happened_on=taken_on,
        opened_on=today,
        opened_by=by,
    )
    require(by, Permission.KEEP, case)
    if measure not in Measure.values:
        raise Refused(_("请选择措施。"))
    if measure == Measure.OTHER and not measure_words.strip():
        raise Refused(_("请写明是哪一种限制人身自由的措施，如“行政拘留”“监视居住”。"))
    if not organ.strip():
        raise Refused(_("请写明提请或者报告的机关。"))
    if not case.text:
        raise Refused(_("请写明来文说了什么。"))
    check_not_ahead(received_on, today)
    asks = needs_consent(seat, measure)
    if not asks and taken_on is None:
        raise Refused(
            _("执行机关报告的，请写明哪天采取的措施：法律要求立即报告，两个日期要对得上。"),
            article=REPORTED if seat.body.kind != Body.Kind.COUNTY else CONSENT,
        )
    if not asks and taken_on is not None and taken_on > received_on:
        raise Refused(_("采取措施的日期晚于收到报告的日期，请核对。"))
    check_not_ahead(taken_on, today)
    number(case)
    save(case)
    made = LibertyRequest(
        case=case,
        measure=measure,
        measure_words=measure_words.strip(),
        organ=organ.strip(),
        letter=letter.strip(),
        received_on=received_on,
        taken_on=taken_on,
        needs_consent=asks,
    )
    save(made)
    words = _("登记许可申请 %s") if asks else _("登记执行机关报告 %s")
    event = note(by, "register_liberty", case, words % case)
    telling.tell_opened(case, event)
    return made


@transaction.atomic
def submit(asked: LibertyRequest, *, before: str, on: date, by, today: date) -> LibertyRequest:
    """Put the request before the presidium or the standing committee."""
    _only_consent(asked, by)
    check_not_ahead(on, today)
    if asked.decision:
        raise Refused(_("已经作出决定，不能再改提交情况。"))
    _check_organ(asked, before, on)
    asked.before, asked.submitted_on = before, on
    if on < asked.received_on:
        raise Refused(_("提交日期不能早于收到日期 %s。") % asked.received_on)
    save(asked)
    _coordinated(asked.case)
    note(by, "submit", asked.case, _("提交%s") % asked.get_before_display())
    return asked


@transaction.atomic
def decide(
    asked: LibertyRequest,
    *,
    decision: str,
    meeting: str,
    on: date,
    for_speech: bool | None,
    for_duty: bool | None,
    by,
    today: date,
    reason: str = "",
) -> LibertyRequest:
    """Write down what the meeting decided, after it examined what art. 39 para. 3 asks.

    for_speech, for_duty: whether it is prosecution for speeches and votes, or retaliation
    for acts of duty; permission is refused where either is so. Raises Refused without a
    meeting and its day, before it was submitted, without the examination.
    """
    _only_consent(asked, by)
    if asked.decision:
        raise Refused(_("已经登记过决定。登记有误的，请联系本级人大常委会核对会议记录。"))
    if asked.submitted_on is None:
        raise Refused(
            _("还没有提交主席团或者常委会，不能登记决定。许可只能由会议作出，不能由个人决定。"),
            article=CONSENT,
        )
    if not meeting.strip():
        raise Refused(
            _(
                "请写明是哪次会议决定的，如“县十八届人大常委会第二十次会议”。没有会议记录的决定无效。"
            ),
            article=CONSENT,
        )
    check_not_ahead(on, today)
    if on < asked.submitted_on:
        raise Refused(_("决定日期不能早于提交日期 %s。") % asked.submitted_on)
    _check_organ(asked, asked.before, on)
    if for_speech is None or for_duty is None:
        raise Refused(
            _("决定以前应当审查是否因会议发言、表决被追究，是否因执行职务被打击报复。请逐项填写。"),
            article=EXAMINED,
        )
    if decision == Decision.PERMITTED and (for_speech or for_duty):
        raise Refused(
            _("审查认为属于追究会议发言、表决或者打击报复，不能许可。请登记“不许可”并写明理由。"),
            article=EXAMINED,
        )
    if decision not in (Decision.PERMITTED, Decision.REFUSED):
        raise Refused(_("请选择许可或者不许可。"))
    if decision == Decision.REFUSED and not reason.strip():
        raise Refused(_("不许可的，请写明理由，答复提请机关。"))
    asked.decision, asked.meeting, asked.decided_on = decision, meeting.strip(), on
    asked.for_speech, asked.for_duty, asked.reason = for_speech, for_duty, reason.strip()
    save(asked)
    note(
        by,
        "decide",
        asked.case,
        _("%(meeting)s决定") % {"meeting": asked.meeting},
        after={"decision": decision, "decided_on": on},
    )
    return asked


@transaction.atomic
def answer_organ(
    asked: LibertyRequest, *, on: date, by, today: date, letter: str = ""
) -> LibertyRequest:
    """The decision was sent to the organ that asked."""
    _only_consent(asked, by)
    check_not_ahead(on, today)
    if not asked.decision or asked.decided_on is None:
        raise Refused(_("还没有决定，不能答复提请机关。"))
    if on < asked.decided_on:
        raise Refused(_("答复日期不能早于决定日期 %s。") % asked.decided_on)
    asked.answered_on, asked.answer_letter = on, letter.strip()
    save(asked)
    note(by, "answer_organ", asked.case, _("答复提请机关"))
    return asked


def _only_consent(asked: LibertyRequest, by) -> None:
    """Lock the case; refuse to decide what the law asks only to be reported."""
    require(by, Permission.KEEP, asked.case)
    locked(asked.case, *RightsCase.OPEN)
    row = LibertyRequest.objects.get(pk=asked.pk)
    for field in LibertyRequest._meta.concrete_fields:
        if not field.is_relation:
            setattr(asked, field.attname, getattr(row, field.attname))
    if asked.needs_consent:
        return
    if asked.case.seat.body.kind == Body.Kind.COUNTY:
        raise Refused(
            _("因现行犯被拘留的，执行机关立即报告即可，不需要许可；以后要逮捕的，另行提请。"),
            article=CONSENT,
        )
    raise Refused(
        _("乡镇人大代表由执行机关立即报告，乡镇人大不作许可决定。请登记报告后办结。"),
        article=REPORTED,
    )


def _check_organ(asked: LibertyRequest, before: str, on: date) -> None:
    """During a session the presidium, between sessions the standing committee."""
    if before not in Before.values:
        raise Refused(_("请选择提交给主席团还是常委会。"))
    is_sitting = Session.objects.filter(
        term__body=asked.case.seat.body_id, opens_on__lte=on, closes_on__gte=on
    ).exists()
    if before == Before.PRESIDIUM and not is_sitting:
        raise Refused(
            _("%s 不在本级人民代表大会会议期间，应当由常委会许可。会期有误的，请先改会次。") % on,
            article=CONSENT,
        )
    if before == Before.STANDING and is_sitting:
        raise Refused(_("%s 在本级人民代表大会会议期间，应当由主席团许可。") % on, article=CONSENT)


def _coordinated(case: RightsCase) -> None:
    if case.state == RightsCase.State.OPENED:
        case.state = RightsCase.State.COORDINATED
        case.save(update_fields=["state"])
