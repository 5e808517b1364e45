"""Accepting or not, told kindly and in time; withdrawing; turning it into a suggestion."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.refusals import Refused
from lianxin.work.petitions import clocks
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.workflow.moves import managed, move, note, refresh
from lianxin.work.suggestions import workflow as suggestions
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.workflow import Posted, post

P = clocks.Purpose
Sort, Way = Petition.Sort, Petition.Way
# By which door a petition comes among the messages; any other way: at the table.
DOORS = {
    Petition.Channel.PHONE: VoterMessage.Channel.PHONE,
    Petition.Channel.NETWORK: VoterMessage.Channel.WEB,
}
# Where to go on each ground, said as to a neighbour; the clerk may change it.
WHERE_TO_GO = {
    Petition.Ground.COURT: gettext_lazy(
        "请向有管辖权的人民法院提出；可先拨打 12368 诉讼服务热线咨询。"
    ),
    Petition.Ground.PROCURATORATE: gettext_lazy(
        "请向人民检察院提出；可先拨打 12309 检察服务热线咨询。"
    ),
    Petition.Ground.LITIGATION: gettext_lazy(
        "请按诉讼程序向人民法院提出；已有裁判的，可依法上诉或者申请再审。"
    ),
    Petition.Ground.ARBITRATION: gettext_lazy(
        "请向劳动人事争议仲裁委员会或者约定的仲裁机构申请仲裁。"
    ),
    Petition.Ground.RECONSIDERATION: gettext_lazy(
        "请向行政复议机关申请行政复议；可到司法局行政复议窗口咨询。"
    ),
    Petition.Ground.ELSEWHERE: gettext_lazy("请向有权处理的机关提出。"),
    Petition.Ground.PENDING: gettext_lazy("该事项正由有关机关在规定期限内办理，请等候其书面答复。"),
    Petition.Ground.REEXAMINED: gettext_lazy(
        "该事项已经复核终结；有新的事实和理由的，请另行提出。"
    ),
}


@transaction.atomic
def accept(petition, *, way: str = "", told_on: date, by, today: date) -> None:
    """Accept it and tell the petitioner so in writing.

    way: of a claim, which of the six ways it takes (art. 31); with the sixth
        the 60 days for finishing begin.
    told_on: day of the written notice; not asked where nobody can be written to.
    Raises Refused for an accusation, which goes to the discipline organ, and
    for a claim of which no way is chosen.

    Source: 信访工作条例 (2022), arts. 23 para. 2, 28 para. 2, 30, 31, 34.
    """
    managed(petition, by)
    _check_way(petition, way)
    _check_told(petition, told_on, today)
    move(petition, "accept")
    petition.way = way if petition.sort == Sort.CLAIM else Way.NONE
    petition.told_on = None if petition.is_unreachable else told_on
    petition.accepted_on = today
    save_or_refuse(petition)
    clocks.meet(petition, P.DECISION, told_on)
    if petition.needs_opinion:
        clocks.start(petition, P.FINISH, today)
    refresh(petition)
    note(petition, by, "accept", _("受理，书面告知信访人"), after={"way": petition.way})


def _check_way(petition, way: str) -> None:
    if petition.sort == Sort.ACCUSATION:
        raise Refused(
            _("检举控告应当转送有管理权限的纪检监察机关，不由本机关受理查办。请用“转办”。"),
            article=_("信访工作条例第二十二条第二款、第三十条"),
        )
    if petition.sort == Sort.CLAIM and not way:
        raise Refused(
            _("申诉求决类事项应当区分情况，选定六种办理方式之一。请选择。"),
            article=_("信访工作条例第三十一条"),
        )
    if way == Way.LITIGATION and petition.sort == Sort.CLAIM:
        raise Refused(
            _("涉法涉诉事项应当从信访中分离，由有关政法机关依法处理。请用“转办”或者“不予受理”。"),
            article=_("信访工作条例第二十八条第二款"),
        )


def _check_told(petition, told_on: date, today: date) -> None:
    if told_on > today:
        raise Refused(_("告知日期不能晚于今天。"))
    if told_on < petition.submitted_on:
        raise Refused(_("告知日期不能早于收到日期 %(day)s。") % {"day": petition.submitted_on})


@transaction.atomic
def decline(
    petition, *, ground: str, where_to_go: str, told_on: date, by, today: date, words: str = ""
) -> None:
    """Do not accept it, on a listed ground, and say in writing where to go instead.

    Raises Refused without ground or without a place to go.
    Source: 信访工作条例 (2022), arts. 19 para. 3, 23, 36 para. 3; practice.md §2.1.
    """
    managed(petition, by)
    _check_told(petition, told_on, today)
    if ground not in Petition.Ground.values:
        raise Refused(_("请从列出的理由中选择一项；没有合适理由的，应当受理或者转办。"))
    move(petition, "decline")
    petition.ground, petition.where_to_go = ground, where_to_go.strip()
    petition.decision_reason = words
    petition.told_on = None if petition.is_unreachable else told_on
    petition.closed_on = today
    save_or_refuse(petition)
    clocks.meet(petition, P.DECISION, told_on)
    clocks.stop(petition, today)
    refresh(petition)
    note(
        petition,
        by,
        "decline",
        _("不予受理，告知去处：%s") % petition.get_ground_display(),
        reason=petition.where_to_go,
    )


@transaction.atomic
def hand_back(petition, *, reason: str, by, today: date) -> None:
    """Tell the organ that sent it that it is not ours, with reasons, and give the papers back.

    Raises Refused after five working days, or for what did not come from above.
    Source: 信访工作条例 (2022), art. 23 para. 3.
    """
    managed(petition, by)
    if petition.channel != Petition.Channel.HIGHER:
        raise Refused(_("只有上级转交的，才能提出异议、交还材料。"))
    if not reason.strip():
        raise Refused(_("提出异议应当详细说明理由。"))
    clock = clocks.running(petition, P.OBJECTION).first()
    if clock and clock.due_on < today:
        raise Refused(
            _("异议应当在 %(day)s 前提出，现已逾期，请继续办理或者与上级机关商量。")
            % {"day": clock.due_on},
            article=clock.article,
        )
    move(petition, "hand_back")
    petition.decision_reason, petition.closed_on = reason, today
    petition.save()
    clocks.meet(petition, P.OBJECTION, today)
    clocks.stop(petition, today)
    refresh(petition)
    note(
        petition,
        by,
        "hand_back",
        _("向%s提出异议，交还材料") % petition.higher_organ,
        reason=reason,
    )


@transaction.atomic
def withdraw(petition, *, reason: str, by, today: date) -> None:
    """The petitioner takes it back, in writing or in words written down."""
    managed(petition, by)
    if not reason.strip():
        raise Refused(_("请写明信访人撤回的情况。"))
    move(petition, "withdraw")
    petition.closed_on = today
    petition.outcome_words = reason
    petition.save()
    clocks.stop(petition, today)
    _take_back_all(petition)
    refresh(petition)
    note(petition, by, "withdraw", _("信访人撤回"), reason=reason)


def _take_back_all(petition) -> None:
    petition.referrals.open().update(status="taken_back")


@transaction.atomic
def turn_into_suggestion(petition, *, person, title: str, text: str, by, today: date):
    """Have a deputy raise it as a suggestion; the link is kept, the petitioner is not named.

    person: the deputy who raises it. title, text: written anew for the
        suggestion, which offices and the public may read.
    Returns the Suggestion, a draft of the deputy's. Raises Refused where the
    words name the petitioner.
    Source: rules.md PT-12.
    """
    managed(petition, by)
    if petition.sort == Sort.ACCUSATION:
        raise Refused(_("检举控告不能转为代表建议，应当转送纪检监察机关。"))
    _refuse_named(petition, title, text)
    move(petition, "convert")
    suggestion = suggestions.draft(
        petition.body,
        person=person,
        by=by,
        today=today,
        title=title,
        text=text,
        topic=petition.topic,
    )
    petition.became = suggestion
    petition.closed_on = today
    petition.outcome_words = _("转为代表建议，由代表提出。")
    petition.save()
    clocks.meet(petition, P.DECISION, today)
    clocks.stop(petition, today)
    refresh(petition)
    note(petition, by, "turn_into_suggestion", _("转为代表建议"), after={"id": suggestion.pk})
    return suggestion


@transaction.atomic
def turn_into_message(petition, *, title: str, text: str, by, today: date) -> Posted:
    """Pass it on as a voter's message, to be answered as one; the link is kept.

    title, text: written anew, without the petitioner: more people read messages.
    Returns what the voter takes home, with the code of the message.
    Raises Refused where the words name the petitioner, or it came from a message.
    Source: rules.md PT-12.
    """
    managed(petition, by)
    if petition.sort == Sort.ACCUSATION or petition.accused.exists():
        raise Refused(_("检举控告和有被反映单位、人员的，不能转为留言。请按信访办理。"))
    if petition.message_id:
        raise Refused(_("本件就是由选民留言转来的，不必再转。"))
    _refuse_named(petition, title, text)
    move(petition, "convert")
    posted = post(
        body=petition.body,
        title=title,
        text=text,
        channel=DOORS.get(petition.channel, VoterMessage.Channel.RECEPTION),
        today=today,
        place=petition.place,
        topic=petition.topic,
        by=by,
    )
    petition.message = posted.message
    petition.closed_on = today
    petition.outcome_words = _("转为选民留言办理：%s") % posted.message.number
    petition.save()
    clocks.meet(petition, P.DECISION, today)
    clocks.stop(petition, today)
    refresh(petition)
    note(petition, by, "turn_into_message", _("转为选民留言办理"), after={"id": posted.message.pk})
    return posted


def _refuse_named(petition, *texts: str) -> None:
    """Personal data stay behind: what is written for others names nobody who came."""
    known = [
        value.strip()
        for row in petition.petitioners.values_list("name", "phone", "address")
        for value in row
        if len(value.strip()) > 1
    ]
    if any(value in text for value in known for text in texts):
        raise Refused(
            _("标题或者内容里有信访人的姓名、电话或者住址。请删去，再转出。"),
            article=_("信访工作条例第三十条第三款、个人信息保护法第二十五条"),
        )
