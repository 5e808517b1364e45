"""Which step is open to whom in which status: the buttons and the pages behind them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.permissions import may
from lianxin.work.petitions import clocks, workflow
from lianxin.work.petitions.forms import steps as forms
from lianxin.work.petitions.models import Clock, Petition, Referral
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.moves import UNDER_WAY

S, R = Matter.Status, Referral.Status
Sort, Channel = Petition.Sort, Petition.Channel


def _always(petition) -> bool:
    return True


def _can_extend(petition) -> bool:
    clock = clocks.running(petition, Clock.Purpose.FINISH).first()
    return clock is not None and not clock.is_extended


def _can_ask_review(petition) -> bool:
    asking = (Clock.Purpose.REVIEW_REQUEST, Clock.Purpose.REEXAMINATION_REQUEST)
    return clocks.running(petition, *asking).exists()


def _is_ungraded(petition) -> bool:
    opinion = petition.opinions.order_by("pk").last()
    return opinion is not None and not opinion.grade


def _grade(petition, **values):
    workflow.grade(petition.opinions.order_by("pk").last(), **values)


def _name_accused(petition, *, office, name, post, by, today):
    named = [{"office": office}] if office else []
    named += [{"name": name, "post": post}] if name else []
    workflow.name_accused(petition, accused=named, by=by)


@dataclass(frozen=True)
class Step:
    """One step with its form.

    act: called with the record, the form's values, `by` and, unless `timeless`, `today`.
    main: it is what the page is mainly for, but in the statuses `later`.
    when: asked last, with the record.
    done: makes the words of success of what the step returns.
    days: fields that begin with today's date.
    """

    name: str
    label: Any
    form: type[forms.StepForm]
    act: Callable
    statuses: frozenset[str]
    permission: str = Permission.MANAGE
    main: bool = False
    later: frozenset[str] = frozenset()
    is_grave: bool = False
    timeless: bool = False
    when: Callable = _always
    days: tuple[str, ...] = ()
    explained: Any = ""
    done: Callable[[Any], Any] | None = None

    def is_open(self, user, record) -> bool:
        return (
            record.status in self.statuses
            and may(user, self.permission, record)
            and self.when(record)
        )


def _of(*steps: Step) -> dict[str, Step]:
    return {step.name: step for step in steps}


OF_PETITION = _of(
    Step(
        "accept",
        _("受理"),
        forms.AcceptForm,
        workflow.accept,
        frozenset({S.SUBMITTED}),
        main=True,
        when=lambda petition: petition.sort != Sort.ACCUSATION,
        days=("told_on",),
        explained=_("自收到之日起 15 日内书面告知信访人（信访工作条例第二十三条第二款）。"),
    ),
    Step(
        "refer",
        _("转办"),
        forms.ReferForm,
        workflow.refer,
        frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED}),
        main=True,
        later=frozenset({S.ASSIGNED}),
        explained=_(
            "转办要有责任人和办结期限。不得把信访材料转给被反映的单位和人员（信访工作条例第三十条第三款）。"
        ),
    ),
    Step(
        "decline",
        _("不予受理"),
        forms.DeclineForm,
        workflow.decline,
        frozenset({S.SUBMITTED}),
        days=("told_on",),
        explained=_("选一条理由，并告诉信访人到哪里提出。话要说得明白、和气。"),
    ),
    Step(
        "hand_back",
        _("向上级提出异议"),
        forms.ReasonForm,
        workflow.hand_back,
        frozenset({S.SUBMITTED}),
        when=lambda petition: petition.channel == Channel.HIGHER,
        explained=_(
            "不属于本机关职权范围的，自收到之日起 5 个工作日内提出异议并详细说明理由（第二十三条第三款）。"
        ),
    ),
    Step(
        "separate_litigation",
        _("认定涉法涉诉"),
        forms.NothingForm,
        workflow.separate_litigation,
        frozenset({S.SUBMITTED, S.ACCEPTED}),
        timeless=True,
        when=lambda petition: (
            petition.sort == Sort.CLAIM and petition.way != Petition.Way.LITIGATION
        ),
        explained=_(
            "涉及诉讼权利救济的，从普通信访中分离，转政法机关依法处理（第二十八条第二款）。"
        ),
    ),
    Step(
        "reply",
        _("书面答复"),
        forms.ReplyForm,
        workflow.reply,
        frozenset({S.ACCEPTED, S.ASSIGNED}),
        main=True,
        when=lambda petition: (
            petition.accepted_on is not None and not petition.referrals.open().exists()
        ),
        days=("delivered_on",),
        explained=_("处理意见书应当载明请求、事实和理由、处理意见及其依据（第三十二条）。"),
    ),
    Step(
        "extend",
        _("延长期限"),
        forms.ExtendForm,
        workflow.extend,
        frozenset({S.ACCEPTED, S.ASSIGNED}),
        permission=Permission.APPROVE,
        when=_can_extend,
        days=("told_on",),
        explained=_(
            "情况复杂的，经负责人批准可以延长一次，不超过 30 日，并告知信访人（第三十四条）。"
        ),
    ),
    Step(
        "report_up",
        _("向上级报告结果"),
        forms.ReportForm,
        workflow.report_up,
        frozenset({*UNDER_WAY, S.REFUSED}),
        when=lambda petition: petition.channel == Channel.HIGHER,
    ),
    Step(
        "close",
        _("办结"),
        forms.WordsForm,
        workflow.close,
        frozenset({S.ASSIGNED, S.REPLIED}),
        main=True,
        when=lambda petition: not petition.referrals.open().exists(),
    ),
    Step(
        "grade",
        _("代录信访人评价"),
        forms.GradeForm,
        _grade,
        frozenset({S.REPLIED, S.CLOSED}),
        when=_is_ungraded,
    ),
    Step(
        "ask_review",
        _("登记复查、复核请求"),
        forms.AskReviewForm,
        workflow.ask_review,
        frozenset({S.REPLIED, S.CLOSED, S.ARCHIVED}),
        when=_can_ask_review,
        days=("asked_on",),
        explained=_(
            "信访人不服的，自收到书面答复之日起 30 日内可以请求复查；不服复查的，同样可以请求复核（第三十五条、第三十六条）。"
        ),
    ),
    Step(
        "archive",
        _("归档"),
        forms.ArchiveForm,
        workflow.archive,
        frozenset({S.CLOSED, S.REFUSED, S.RETURNED, S.WITHDRAWN}),
        main=True,
    ),
    Step(
        "supervise",
        _("登记督办"),
        forms.SuperviseForm,
        workflow.supervise,
        UNDER_WAY,
        days=("pressed_on",),
    ),
    Step(
        "appoint",
        _("领导约访"),
        forms.AppointForm,
        workflow.appoint,
        frozenset({*UNDER_WAY, S.CLOSED}),
        timeless=True,
    ),
    Step(
        "flag_old_case",
        _("列为积案"),
        forms.OldCaseForm,
        workflow.flag_old_case,
        frozenset({*UNDER_WAY, S.CLOSED}),
        timeless=True,
        when=lambda petition: not petition.is_old_case,
    ),
    Step(
        "attach_spokesperson",
        _("确定代言人"),
        forms.SpokespersonForm,
        workflow.attach_spokesperson,
        UNDER_WAY,
        timeless=True,
    ),
    Step(
        "record_contact",
        _("登记代言人联系"),
        forms.ContactForm,
        workflow.record_contact,
        UNDER_WAY,
        permission=Permission.SPEAK,
        when=lambda petition: petition.spokesperson_id is not None,
        days=("contacted_on",),
    ),
    Step(
        "name_accused",
        _("登记被反映单位、人员"),
        forms.AccusedForm,
        _name_accused,
        UNDER_WAY,
        explained=_("登记后，其账号立即看不到本件；同名账号自动回避。"),
    ),
    Step(
        "turn_into_suggestion",
        _("转为代表建议"),
        forms.SuggestionForm,
        workflow.turn_into_suggestion,
        frozenset({S.SUBMITTED, S.ACCEPTED}),
        when=lambda petition: petition.sort != Sort.ACCUSATION,
    ),
    Step(
        "turn_into_message",
        _("转为选民留言"),
        forms.MessageForm,
        workflow.turn_into_message,
        frozenset({S.SUBMITTED, S.ACCEPTED}),
        when=lambda petition: petition.sort != Sort.ACCUSATION and petition.message_id is None,
        done=lambda posted: (
            _("已转为留言 %(number)s，查询码 %(code)s，请告诉信访人，以后不再显示。")
            % {"number": posted.message.number, "code": posted.code}
        ),
    ),
    Step(
        "withdraw",
        _("信访人撤回"),
        forms.ReasonForm,
        workflow.withdraw,
        frozenset({S.SUBMITTED, S.ACCEPTED, S.ASSIGNED}),
        is_grave=True,
    ),
)

OF_REFERRAL = _of(
    Step(
        "receive",
        _("签收"),
        forms.NothingForm,
        workflow.receive,
        frozenset({R.SENT}),
        permission=Permission.HANDLE,
        main=True,
    ),
    Step(
        "answer",
        _("反馈办理结果"),
        forms.AnswerForm,
        workflow.answer,
        frozenset({R.SENT, R.RECEIVED}),
        permission=Permission.HANDLE,
        main=True,
    ),
    Step(
        "object",
        _("提出异议"),
        forms.ObjectForm,
        workflow.object_to,
        frozenset({R.SENT, R.RECEIVED}),
        permission=Permission.HANDLE,
        when=lambda referral: referral.office_id is not None,
    ),
    Step(
        "decide",
        _("核实异议"),
        forms.DecideObjectionForm,
        workflow.decide_objection,
        frozenset({R.OBJECTED}),
        main=True,
    ),
    Step(
        "urge",
        _("催办"),
        forms.UrgeForm,
        workflow.urge,
        frozenset({R.SENT, R.RECEIVED}),
    ),
    Step(
        "take_back",
        _("收回转办"),
        forms.ReasonForm,
        workflow.take_back,
        frozenset({R.SENT, R.RECEIVED, R.OBJECTED}),
        is_grave=True,
    ),
)
# These belong to the petition's clerk, though their record is the referral.
OF_CLERK = {"decide", "urge", "take_back"}

HOLD = Step(
    "hold",
    _("登记约访结果"),
    forms.HoldForm,
    workflow.hold_appointment,
    frozenset(),
)
DECIDE_REVIEW = Step(
    "decide_review",
    _("登记复查、复核结论"),
    forms.DecideReviewForm,
    workflow.decide_review,
    frozenset(),
    days=("delivered_on",),
)
