"""What happens elsewhere and reaches the voter: an office replies, a suggestion goes its way."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Matter, Reply
from lianxin.engines.matters.workflow.moves import refresh
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.voices.kind import message_of
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.workflow.answering import pass_on_reply, pass_on_suggestion
from lianxin.work.voices.workflow.shared import Purpose, Route, Status, tell_ledger, within, write

ENDED = ("suggestion.refuse", "suggestion.withdraw", "suggestion.discard_draft")


def follow(event, subject, about) -> None:
    """Listener of the ledger, inside the step's transaction."""
    if not isinstance(subject, Matter):
        return
    if event.step == "matter.issue_reply" and isinstance(about, Reply) and not about.is_opinion:
        today = about.issued_on or localdate()
        if subject.kind == Matter.Kind.MESSAGE:
            if subject.status == Status.REPLIED:
                pass_on_reply(message_of(subject), about, today=today)
                subject.refresh_from_db()
        elif subject.kind in SUGGESTION_KINDS:
            for message in voices_of(subject):
                pass_on_suggestion(message, about, today=today)
    elif event.step in ENDED:
        for message in VoterMessage.objects.filter(became=subject.pk):
            _come_back(message, event)


def voices_of(suggestion) -> list[VoterMessage]:
    """Messages that became this suggestion, or one merged into it."""
    own = VoterMessage.objects.filter(became=suggestion.pk)
    merged = VoterMessage.objects.filter(became__merged_into=suggestion.pk)
    return [*own, *merged]


def _come_back(message, event) -> None:
    """The suggestion is not going on: whoever received the message has to answer it."""
    if message.status not in {Status.ACCEPTED, Status.REWORK}:
        return
    today = localdate(event.happened_at)
    clocks.stop(message, today, purpose=Purpose.ANSWER)
    write(
        message,
        route=Route.NONE,
        became=None,
        responded_at=None,
        answer_by=within(message.body, today, event.happened_at),
    )
    refresh(message)
    tell_ledger(
        message,
        None,
        "come_back",
        _("所转建议没有继续办理，请收件人答复选民"),
        before={"suggestion": event.record_id},
    )
