"""Makers for the tests of imports; every name is fictional."""

import csv
import io
from datetime import date
from pathlib import Path

from lianxin.engines.matters.models import Reply
from lianxin.faces.setup.imports import Imported, import_file
from lianxin.foundation.people.models import Body, Person, Seat, Session, Term
from lianxin.work.suggestions.models import Suggestion

DATA = Path(__file__).parents[4] / "tests" / "data"
TODAY = date(2026, 3, 11)


def make_county() -> Body:
    """禾望县, in its eighteenth term, third session."""
    county = Body.objects.create(
        code="hewang",
        name="禾望县人民代表大会常务委员会",
        short_name="禾望县",
        kind=Body.Kind.COUNTY,
        profile="henan",
    )
    term = Term.objects.create(body=county, number=18, starts_on=date(2022, 1, 6))
    Session.objects.create(term=term, number=3, opens_on=date(2026, 1, 12))
    return county


def make_town(county: Body | None, name: str = "柳溪镇", code: str = "liuxi") -> Body:
    """A township in its nineteenth term; without a county, by itself."""
    town = Body.objects.create(
        code=code,
        name=f"{name}人民代表大会",
        short_name=name,
        kind=Body.Kind.TOWNSHIP,
        parent=county,
    )
    Term.objects.create(body=town, number=19, starts_on=date(2022, 1, 20))
    return town


def table(header: list[str], *rows: list[str]) -> io.BytesIO:
    """A .csv of these cells."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return io.BytesIO(text.getvalue().encode())


def do_import(kind: str, file, body: Body, **options) -> Imported:
    name = "" if isinstance(file, Path) else "表.csv"
    options = {"by": None, "today": TODAY, "filename": name} | options
    return import_file(kind, file, body=body, **options)


def counts(done: Imported) -> tuple[int, int, int, int]:
    """(created, updated, unchanged, refused)"""
    report = done.report
    assert report.rows == report.created + report.updated + report.unchanged + len(report.refused)
    return report.created, report.updated, report.unchanged, len(report.refused)


def only_refusal(done: Imported) -> tuple[int, str, str]:
    (refusal,) = done.report.refused
    return refusal


def warnings_of(done: Imported, row: int) -> str:
    return " ".join(each.reason for each in done.report.warnings if each.row == row)


def seat_of(name: str, body: Body) -> Seat:
    return Seat.objects.get(person__name=name, body=body)


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def suggestion(number: str = "0038") -> Suggestion:
    return Suggestion.objects.get(number=number)


def reply_of(found: Suggestion) -> Reply:
    """The one answer of a suggestion."""
    return next(reply for each in found.assignments.all() for reply in each.replies.all())
