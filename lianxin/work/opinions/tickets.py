"""One-time codes of a survey: shown once, on the printed sheet; kept as keyed hashes."""

from lianxin.foundation import codes

LENGTH = 8
_SALT = "lianxin.opinions.ticket"


def new_code() -> str:
    """As printed, "7KQM-2XWA": about 10¹² of them."""
    return codes.drawn(LENGTH)


def typed(code: str) -> str:
    """What was typed, in any case and width, with dashes or none; "" if it can be no code."""
    return codes.typed(code, LENGTH)


def digest(survey, code: str) -> str:
    """What the database keeps of a code of this survey."""
    return codes.digests(_SALT, f"{survey.pk}:{typed(code)}")[0]


def digests(survey, code: str) -> list[str]:
    """Under the present key and those it replaced; none for what can be no code."""
    kept = typed(code)
    return codes.digests(_SALT, f"{survey.pk}:{kept}") if kept else []
