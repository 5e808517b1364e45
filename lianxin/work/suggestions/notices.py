"""What a suggestion's notices say, and to which of its pages they lead."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Proposer
from lianxin.engines.matters.telling import (
    WHY_CLERK,
    WHY_DEPUTY,
    Kind,
    Word,
    accounts_of,
    clerks_of,
    handling,
    on,
    register_pages,
)
from lianxin.foundation.notices import kinds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS

# What is to be done → the page where it is done.
PAGES = {
    "receive": "suggestions:receive",
    "reply": "suggestions:reply",
    "contact": "suggestions:contact",
    "inbox": "suggestions:inbox",
    "promises": "suggestions:promises",
    "keep_promise": "suggestions:keep_promise",
    "report_promise": "suggestions:report_promise",
    "decide_return": "suggestions:decide_return",
    "decide_extension": "suggestions:decide_extension",
    "conciliate": "suggestions:conciliate",
    "hand_over": "suggestions:hand_over",
    "remind": "suggestions:remind",
    "remind_deputies": "suggestions:remind_deputies",
    "judge": "suggestions:judge",
    "judge_promise": "suggestions:judge_promise",
    "follow": "suggestions:follow",
    "edit": "suggestions:edit",
    "cosigning": "suggestions:cosigning",
    "submission": "suggestions:submission",
}

DECISIONS = {
    "suggestion.accept": gettext_lazy("已受理"),
    "suggestion.refuse": gettext_lazy("不作为建议，转代表来信"),
    "suggestion.merge": gettext_lazy("并案办理"),
    "suggestion.split": gettext_lazy("分案办理"),
    "suggestion.put_on_agenda": gettext_lazy("列入大会议程"),
    "suggestion.convert_motion": gettext_lazy("议案转为建议"),
}


@on("suggestion.draft", "suggestion.invite", "suggestion.edit")
def invited(_event, suggestion, _about) -> Iterator[Word]:
    """Each co-signer once for each time he is asked: also anew, when the words have changed."""
    waiting = suggestion.proposers.filter(state=Proposer.State.INVITED, is_lead=False)
    yield Word(
        accounts_of(waiting),
        "suggestion.cosign",
        _("邀请您联名：{title}"),
        _("您在联名名单中，是否联名由您本人确认。"),
        ("cosigning", suggestion),
    )


@on("suggestion.answer_invitation")
def invitation_answered(event, suggestion, _about) -> Iterator[Word]:
    yield Word(
        accounts_of(suggestion.proposers.filter(is_lead=True)),
        "suggestion.cosign",
        _("联名邀请有了答复：{title}"),
        _("您领衔提出这件建议。"),
        ("submission", suggestion),
        inside=f"。{event.words}",
    )


@on("suggestion.submit", "suggestion.convert_motion")
def submitted(event, suggestion, _about) -> Iterator[Word]:
    yield Word(
        clerks_of(suggestion.body),
        "suggestion.submitted",
        _("新提交待审查：{title}"),
        str(WHY_CLERK),
    )
    if event.step == "suggestion.convert_motion":
        yield _to_proposers(event, suggestion)


@on(*(step for step in DECISIONS if step != "suggestion.convert_motion"))
def decided(event, suggestion, _about) -> Iterator[Word]:
    yield _to_proposers(event, suggestion)


def _to_proposers(event, suggestion) -> Word:
    # Its own: who raised one merged into it is told by an event of that one.
    own = suggestion.proposers.filter(state=Proposer.State.CONFIRMED)
    return Word(
        accounts_of(own),
        "suggestion.decided",
        f"{DECISIONS[event.step]}：{{title}}",
        str(WHY_DEPUTY),
        ("follow", suggestion),
        # May name another suggestion or give grounds: for this site only.
        inside=f"。{event.words}",
    )


@on("suggestion.return_for_correction")
def returned(_event, suggestion, _about) -> Iterator[Word]:
    yield Word(
        accounts_of(suggestion.proposers.filter(is_lead=True)),
        "suggestion.decided",
        _("退回修改：{title}，请补充后再提交"),
        _("您领衔提出这件建议。"),
        ("edit", suggestion),
    )


@on("suggestion.withdraw")
def withdrawn(_event, suggestion, _about) -> Iterator[Word]:
    words = _("提出人撤回了{title}，不再办理")
    yield Word(handling(suggestion), "matter.returned", words, _("您的单位正在承办这件建议。"))
    if suggestion.submitted_on:
        yield Word(clerks_of(suggestion.body), "suggestion.submitted", words, str(WHY_CLERK))


def register_notices() -> None:
    for kind in SUGGESTION_KINDS:
        register_pages(kind, PAGES)
    kinds.register(
        Kind("suggestion.cosign", gettext_lazy("联名邀请和答复"), is_urgent=True),
        Kind("suggestion.submitted", gettext_lazy("新提交待审查")),
        Kind("suggestion.decided", gettext_lazy("审查结果")),
    )
