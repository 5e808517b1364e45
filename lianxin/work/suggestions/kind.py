"""The kinds of matter this room owns."""

from datetime import date

from lianxin.engines.matters.kinds import Kind, register
from lianxin.engines.matters.models import Matter
from lianxin.foundation.rulebook.rules import rule

# What this room lists and counts; other kinds of matter have rooms of their own.
SUGGESTION_KINDS = (Matter.Kind.SUGGESTION, Matter.Kind.MOTION)


def reply_base(matter, assigned_on: date) -> date:
    """Day of handing over; where the place counts from the session's end, that day.

    Source: 代表法 (2025), art. 51; 山东 township rules, art. 15 (自大会闭会之日起).
    """
    if rule("suggestion.reply", matter.body, assigned_on).start_event != "session_end":
        return assigned_on
    session = matter.suggestion.session
    if session is None or session.closes_on is None or matter.suggestion.occasion != "in_session":
        return assigned_on
    return min(session.closes_on, assigned_on)


def register_kinds() -> None:
    for code in SUGGESTION_KINDS:
        register(
            Kind(
                code=code,
                url_name="suggestions:detail",
                reply_base=reply_base,
                model="suggestions.suggestion",
            )
        )
