"""How a message goes, as its voter reads it: steps in plain words, answers, what can be done."""

from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, Matter
from lianxin.faces.portal.queries import STAGES
from lianxin.work.voices.models import Answer, VoterMessage

REOPENED = {"rework", "conciliation"}


@dataclass(frozen=True)
class Step:
    """One step. on: its day, None where it is still to come; more: a sentence about it."""

    what: str
    on: date | None = None
    more: str = ""
    url: str = ""
    is_now: bool = False


@dataclass
class Followed:
    """All that a voter's page shows of the message. receiver: who got it first."""

    message: VoterMessage
    number: str
    receiver: str
    steps: list[Step] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    answer_to_grade: Answer | None = None
    is_reopened: bool = False
    is_over: bool = False
    takes_words: bool = True


def followed(message: VoterMessage) -> Followed:
    """The message as its voter sees it. Names of officials are those of their offices."""
    said = Followed(message, message.display_number, receiver_of(message))
    first = message.merged_into
    own = list(message.answers.order_by("pk"))
    said.answers = own
    said.answer_to_grade = _open_to_judgement(message, own)
    said.is_reopened = message.status in REOPENED
    said.is_over = message.status in {"closed", "archived", "refused", "withdrawn"}
    said.takes_words = message.status not in {"refused", "withdrawn"}
    said.steps = _steps(message, own)
    if first is not None:
        said.steps.append(
            Step(
                _("与更早反映的同一件事一起办理"),
                more=_("那件事的编号是 %s，有答复会一样告诉您。") % first.display_number,
            )
        )
    said.steps += _of_suggestion(message)
    said.steps += _what_comes(said)
    return said


def _open_to_judgement(message: VoterMessage, answers: list[Answer]) -> Answer | None:
    """The newest answer, while it can be judged, or judged otherwise than before."""
    main = message.merged_into or message
    if not answers or main.status not in {"replied", "closed"}:
        return None
    return None if answers[-1].grade == "dissatisfied" else answers[-1]


def receiver_of(message: VoterMessage) -> str:
    """Who received it: the deputy, the station or the body."""
    if message.deputy_id and message.deputy:
        return _("%s代表") % message.deputy.name
    if message.station_id and message.station:
        return message.station.name
    return _("%s人大") % message.body.short_name


def _steps(message: VoterMessage, answers: list[Answer]) -> list[Step]:
    steps = [
        Step(
            _("已收到"),
            localtime(message.received_at).date(),
            _("%(receiver)s收到，编号 %(number)s。")
            % {"receiver": receiver_of(message), "number": message.display_number},
        )
    ]
    handed = list(Assignment.objects.filter(matter_id=message.pk).active().select_related("office"))
    if message.route == VoterMessage.Route.REFUSED:
        steps.append(Step(_("不属于这里受理的范围"), more=_("该去哪里办，请看下面的答复。")))
    elif message.route and not handed:
        steps.append(Step(message.get_route_display()))
    for one in handed:
        more = _("请在 %s 前答复。") % one.due_on.isoformat() if one.due_on else ""
        steps.append(Step(_("交%s办理") % one.office.name, one.assigned_on, more))
    for place, answer in enumerate(answers, start=1):
        what = _("%s答复") % answer.signed if place == 1 else _("%s再次答复") % answer.signed
        steps.append(Step(what, localtime(answer.answered_at).date()))
        if answer.grade:
            day = localtime(answer.graded_at).date() if answer.graded_at else None
            steps.append(Step(_("您评价：%s") % answer.get_grade_display(), day))
    return sorted(steps, key=lambda step: step.on or localdate())


def _of_suggestion(message: VoterMessage) -> list[Step]:
    """The suggestion it became: its number, and where it stands."""
    became = message.became
    if became is None:
        return []
    is_public = Matter.objects.published().filter(pk=became.pk).exists()
    stage = next(
        (str(words) for _code, words, among in STAGES if became.status in among),
        _("等待受理"),
    )
    return [
        Step(
            _("已由代表写成建议"),
            became.submitted_on,
            _("《%(title)s》，现在：%(stage)s。") % {"title": became.title, "stage": stage},
            reverse("portal:detail", args=[became.pk]) if is_public else "",
        )
    ]


def _what_comes(said: Followed) -> list[Step]:
    """The next step, which has no day yet."""
    if said.is_over:
        return []
    if said.is_reopened:
        return [Step(_("正在重新办理"), more=_("您不满意，已经退回重办。"), is_now=True)]
    if said.answer_to_grade and not said.answer_to_grade.grade:
        return [Step(_("等您评价"), more=_("看看答复，点一下满意不满意。"), is_now=True)]
    if not said.answers:
        return [Step(_("等待答复"), is_now=True)]
    return []
