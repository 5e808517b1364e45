"""Numbers of papers: 机关代字〔年〕号, one after the other, none left out, none used twice."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.papers.models import Paper, Series
from lianxin.foundation.refusals import Refused


def organ_code(paper, kind) -> str:
    """机关代字 of the paper's issuer in this kind's series; "" where none is on record."""
    if paper.office_id is not None:
        return paper.office.document_prefix
    prefix = paper.body.document_prefix
    return f"{prefix}{kind.series_word}" if prefix else ""


def take_number(paper, kind, year: int) -> None:
    """Set the next number of the series on `paper`; it is saved with the paper.

    Must run inside the transaction that issues the paper: rolled back with it,
    the number is free again. Others who issue meanwhile wait for the row.
    Raises Refused where the issuer has no 机关代字.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("take_number must run inside the transaction that issues the paper")
    code = organ_code(paper, kind)
    owner = {"body_id": paper.body_id, "office_id": paper.office_id}
    # Reading before the lock would let two clerks open the series twice.
    series, _created = Series.objects.select_for_update().get_or_create(
        **owner, key=kind.series, year=year, defaults={"organ_code": code}
    )
    if not series.organ_code:
        raise Refused(
            _("还没有填写%(issuer)s的机关代字，不能编号。请先在基础信息中填写，再印发。")
            % {"issuer": paper.office or paper.body}
        )
    series.last += 1
    series.save(update_fields=["last"])
    paper.series, paper.year, paper.sequence = series, year, series.last
    paper.number = f"{series.organ_code}〔{year}〕{series.last}号"


def number_to_come(paper: Paper, kind, year: int) -> str:
    """How the number will look, with a blank for the place in the series."""
    code = organ_code(paper, kind)
    return f"{code}〔{year}〕　号" if code else ""
