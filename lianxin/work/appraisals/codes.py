"""One-time codes of a meeting: on the printed slips only; kept as keyed hashes."""

from lianxin.foundation import codes

LENGTH = 8
_SALT = "lianxin.appraisals.ticket"


def new_code() -> str:
    """As printed, "7KQM-2XWA"."""
    return codes.drawn(LENGTH)


def digest(meeting, code: str) -> str:
    """What the database keeps of a code of this meeting."""
    return digests(meeting, code)[0]


def digests(meeting, code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    kept = codes.typed(code, LENGTH)
    return codes.digests(_SALT, f"{meeting.pk}:{kept}") if kept else []
