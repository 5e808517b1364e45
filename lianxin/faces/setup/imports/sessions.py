"""Which session a paper names: 「第十八届第三次会议（闭会期间）」."""

import re
import unicodedata
from typing import NamedTuple

from lianxin.foundation.people.models import Body, Session, Term
from lianxin.foundation.people.models.bodies import chinese_number
from lianxin.foundation.sheets.dates import han_numbers

_SESSION = re.compile(
    r"(?P<prefix>[^第届0-9]{0,12})第?(?P<term>[0-9]{1,2})届"
    r"(?P<organ>人民代表大会|人大)?(?:第?(?P<number>[0-9]{1,2})次(?:全体)?会议)?"
    r"(?P<between>\(?闭会(?:期间)?\)?)?"
)
_SESSION_SHORT = re.compile(r"(?P<term>[0-9]{1,2})-(?P<number>[0-9]{1,2})")


class PrintedSession(NamedTuple):
    """A session as a paper names it; `prefix` is what stands before 第, as in 市第十六届."""

    term: int
    number: int | None
    is_between: bool = False
    prefix: str = ""

    def __str__(self):
        text = f"{self.prefix}第{chinese_number(self.term)}届"
        if self.number is not None:
            text += f"第{chinese_number(self.number)}次会议"
        return text + ("（闭会期间）" if self.is_between else "")

    def is_of(self, body: Body) -> bool:
        """Whether the paper can mean a session of `body`: 「县第十八届」 of a county, say."""
        own = body.short_name
        return self.prefix in {
            "",
            own,
            own[-1:],
            *(name + organ for name in (own, own[-1:]) for organ in ("人大", "人民代表大会")),
            body.name,
        }


def parse_session(text: str) -> PrintedSession | None:
    """The session that `text` names, or None where it names none in a known way."""
    plain = han_numbers(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    match = _SESSION.fullmatch(plain)
    if match:
        number = match["number"]
        return PrintedSession(
            term=int(match["term"]),
            number=int(number) if number else None,
            is_between=bool(match["between"]),
            prefix=match["prefix"],
        )
    match = _SESSION_SHORT.fullmatch(plain)
    return PrintedSession(int(match["term"]), int(match["number"])) if match else None


def find_term(body: Body, number: int) -> Term | None:
    return body.terms.filter(number=number).first()


def current_term(body: Body) -> Term | None:
    """The term of highest number: rosters are of the sitting deputies."""
    return body.terms.order_by("-number").first()


def find_session(body: Body, printed: PrintedSession) -> Session | None:
    if printed.number is None:
        return None
    return Session.objects.filter(
        term__body=body, term__number=printed.term, number=printed.number
    ).first()
