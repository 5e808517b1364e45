"""Terms (届), sessions (会次) and electoral districts (选区) of a congress."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, District, Session, Term
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused

NO_CONGRESS = "地方组织法（2022）第五十九条"
TERM_RUNS = "代表法（2025）第二条第三款"
DISTRICT_SIZE = "选举法（2020）第二十五条第二款"
MOST_SEATS = 3
MOST = 99
"""Highest number of a term or a session that can be written out."""


@transaction.atomic
def open_term(body: Body, *, number: int, by: Account, starts_on: date | None = None) -> Term:
    """Enter a term of a congress.

    starts_on: opening of its first session; the term before it ends that day.
    Raises PermissionDenied; Refused for a street, a number that is taken, or a
    day that does not fit the terms before and after.

    Source: 代表法 (2025), art. 2 para. 3.
    """
    require(by, Permission.MANAGE_BODIES, body)
    if body.is_street:
        raise Refused(
            _("街道不设人民代表大会，没有届次。代表的届次在县级人大登记。"), article=NO_CONGRESS
        )
    term = Term(body=body, number=_number(number), starts_on=starts_on)
    _fit_among_terms(term, by)
    _save(term, _("这一届已经登记，请在名单里打开它。"))
    record(
        by,
        "term.open",
        term,
        gettext("登记%(term)s") % {"term": term},
        after={"number": term.number, "starts_on": starts_on},
    )
    return term


@transaction.atomic
def change_term(term: Term, *, by: Account, number: int, starts_on: date | None = None) -> None:
    """Put right the number or the first day of a term; raises as `open_term`."""
    require(by, Permission.MANAGE_BODIES, term)
    before = {"number": term.number, "starts_on": term.starts_on}
    after = {"number": _number(number), "starts_on": starts_on}
    if before == after:
        return
    term.number, term.starts_on = _number(number), starts_on
    _fit_among_terms(term, by)
    _save(term, _("本级已有这一届，请核对届数。"))
    record(
        by,
        "term.change",
        term,
        gettext("更正%(term)s") % {"term": term},
        before=before,
        after=after,
    )


@transaction.atomic
def open_session(
    term: Term,
    *,
    number: int,
    by: Account,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> Session:
    """Enter a session; the opening of the first one is the first day of the term.

    Raises PermissionDenied; Refused for a number that is taken or days that do
    not fit the sessions before and after.

    Source: 代表法 (2025), art. 2 para. 3.
    """
    require(by, Permission.MANAGE_BODIES, term)
    session = Session(term=term, number=_number(number), opens_on=opens_on, closes_on=closes_on)
    _fit_among_sessions(session)
    _save(session, _("这次会议已经登记，请在名单里打开它。"))
    _start_term_with(session, by)
    record(
        by,
        "session.open",
        session,
        gettext("登记%(session)s") % {"session": session},
        after={"opens_on": opens_on, "closes_on": closes_on},
        body=term.body,
    )
    return session


@transaction.atomic
def change_session(
    session: Session,
    *,
    by: Account,
    number: int,
    opens_on: date | None = None,
    closes_on: date | None = None,
) -> None:
    """Put right the number or the days of a session; raises as `open_session`."""
    require(by, Permission.MANAGE_BODIES, session.term)
    before = {
        "number": session.number,
        "opens_on": session.opens_on,
        "closes_on": session.closes_on,
    }
    after = {"number": _number(number), "opens_on": opens_on, "closes_on": closes_on}
    if before == after:
        return
    for field, value in after.items():
        setattr(session, field, value)
    _fit_among_sessions(session)
    _save(session, _("本届已有这次会议，请核对次数。"))
    _start_term_with(session, by)
    record(
        by,
        "session.change",
        session,
        gettext("更正%(session)s") % {"session": session},
        before=before,
        after=after,
        body=session.term.body,
    )


@transaction.atomic
def open_district(
    term: Term, *, name: str, by: Account, number: str = "", seats: int = 1
) -> District:
    """Enter an electoral district of one term.

    seats: 应选名额, one to three.
    Raises PermissionDenied; Refused for a name that is taken or missing, or more seats.

    Source: 选举法 (2020), art. 25 para. 2.
    """
    require(by, Permission.MANAGE_BODIES, term)
    district = District(term=term, **_district(name, number, seats))
    _save(district, _("本届已有同名的选区，请核对名称。"))
    record(
        by,
        "district.open",
        district,
        gettext("登记选区：%(name)s") % {"name": district.name},
        after={"number": district.number, "seats": district.seats},
        body=term.body,
    )
    return district


@transaction.atomic
def change_district(
    district: District, *, by: Account, name: str, number: str = "", seats: int = 1
) -> None:
    """Put right an electoral district; raises as `open_district`."""
    require(by, Permission.MANAGE_BODIES, district.term)
    after = _district(name, number, seats)
    before = {field: getattr(district, field) for field in after}
    if before == after:
        return
    for field, value in after.items():
        setattr(district, field, value)
    _save(district, _("本届已有同名的选区，请核对名称。"))
    record(
        by,
        "district.change",
        district,
        gettext("更正选区：%(name)s") % {"name": district.name},
        before=before,
        after=after,
        body=district.term.body,
    )


def _district(name: str, number: str, seats: int) -> dict:
    name, number = " ".join(name.split()), "".join(number.split())
    if not name or len(name) > 80 or len(number) > 20:
        raise Refused(_("选区名称应当是 1 至 80 个字，选区号不超过 20 个字。"))
    if not 1 <= seats <= MOST_SEATS:
        raise Refused(_("每一选区选一名至三名代表，请核对应选名额。"), article=DISTRICT_SIZE)
    return {"name": name, "number": number, "seats": seats}


def _number(number: int) -> int:
    if not 1 <= number <= MOST:
        raise Refused(_("届数和次数应当是 1 至 99。"))
    return number


def _fit_among_terms(term: Term, by: Account) -> None:
    """Refuse a first day out of order; let the term before end on it, this one on the next."""
    others = list(Term.objects.filter(body=term.body).exclude(pk=term.pk).order_by("number"))
    earlier = [one for one in others if one.number < term.number]
    later = [one for one in others if one.number > term.number]
    if term.starts_on is not None:
        for one in earlier:
            if one.starts_on and one.starts_on >= term.starts_on:
                raise _out_of_order(term, one)
        for one in later:
            if one.starts_on and one.starts_on <= term.starts_on:
                raise _out_of_order(term, one)
    following = later[0] if later else None
    if following and following.number == term.number + 1 and following.starts_on:
        term.ends_on = following.starts_on
    before = earlier[-1] if earlier else None
    if (
        before
        and before.number == term.number - 1
        and term.starts_on
        and before.ends_on != term.starts_on
    ):
        old = before.ends_on
        before.ends_on = term.starts_on
        before.save(update_fields=["ends_on"])
        record(
            by,
            "term.end",
            before,
            gettext("%(term)s到%(next)s首次会议开幕为止") % {"term": before, "next": term},
            before={"ends_on": old},
            after={"ends_on": term.starts_on},
        )


def _out_of_order(term: Term, other: Term) -> Refused:
    return Refused(
        gettext("%(term)s的首次会议不能与%(other)s（%(day)s 起）颠倒或者同一天，请核对日期。")
        % {"term": term, "other": other, "day": other.starts_on},
        article=TERM_RUNS,
    )


def _fit_among_sessions(session: Session) -> None:
    opens_on, closes_on = session.opens_on, session.closes_on
    if opens_on and closes_on and closes_on < opens_on:
        raise Refused(_("闭幕日不能早于开幕日。"))
    if opens_on is None:
        if closes_on is not None:
            raise Refused(_("写了闭幕日，也请写开幕日。"))
        return
    term = session.term
    if session.number > 1 and term.starts_on and opens_on <= term.starts_on:
        raise Refused(
            gettext("开幕日应当晚于本届首次会议开幕日（%(day)s）。") % {"day": term.starts_on}
        )
    if term.ends_on and opens_on >= term.ends_on:
        raise Refused(
            gettext("%(day)s 下一届已经开始，这次会议应当登记在下一届。") % {"day": term.ends_on}
        )
    for other in Session.objects.filter(term=term).exclude(pk=session.pk):
        if other.opens_on is None or other.number == session.number:
            continue
        if (other.opens_on < opens_on) != (other.number < session.number):
            raise Refused(
                gettext("与%(other)s（%(day)s 开幕）的先后颠倒，请核对次数和日期。")
                % {"other": other, "day": other.opens_on}
            )


def _start_term_with(session: Session, by: Account) -> None:
    term = session.term
    if session.number == 1 and session.opens_on and term.starts_on != session.opens_on:
        change_term(term, by=by, number=term.number, starts_on=session.opens_on)


def _save(row, taken) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Refused(taken) from error
