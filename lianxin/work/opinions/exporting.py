"""A survey's results as a table."""

from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.sheets.exports import Export
from lianxin.foundation.sheets.listing import Field, Kind, Listing
from lianxin.work.opinions.models import Survey
from lianxin.work.opinions.queries import results_of

FIELDS = [
    Field(gettext_lazy("题目"), lambda row: row["question"].text, 40),
    Field(gettext_lazy("题型"), lambda row: row["question"].get_kind_display(), 14),
    Field(gettext_lazy("选项"), lambda row: row["label"], 30),
    Field(gettext_lazy("人数"), lambda row: row["count"], 10, Kind.NUMBER),
    Field(gettext_lazy("其中纸质"), lambda row: row["paper"], 10, Kind.NUMBER),
    Field(gettext_lazy("答此题的人数"), lambda row: row["answered"], 14, Kind.NUMBER),
    Field(gettext_lazy("比例"), lambda row: row["percent"], 10),
]


def results_export(user, asked: QueryDict) -> Export:
    """Counts of all questions; written answers stay on the page of those who run it."""
    number = asked.get("survey", "")
    seen = Survey.objects.visible_to(user).select_related("body")
    survey = seen.filter(pk=number).first() if number.isdecimal() else None
    if survey is None:
        raise Http404
    rows = [
        row | {"question": one["question"], "answered": one["answered"]}
        for one in results_of(survey)
        for row in one["rows"]
    ]
    title = _("%s结果") % survey.title
    listing = Listing(title, survey.body.name, FIELDS, rows, count=len(rows))
    return Export(title=title, listings=[listing], body=survey.body)
