"""Work reports in the search: found by who may see them, at the state they are in."""

import re
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask
from lianxin.foundation.search.index import follow
from lianxin.foundation.search.kinds import Entry, Kind, register
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.queries import ADOPTED, DRAFTING, SIGNED

NUMBER = 10
TOKEN = re.compile("〔[^〕]*〕")


def register_search() -> None:
    register(
        Kind(
            code="work_report",
            number=NUMBER,
            label=_("工作报告"),
            model=Report,
            records=_reports,
            entries=_entries,
            keys=_keys,
            order=50,
            statuses=lambda: Report.State.choices,
        )
    )
    follow("work_report", steps="work_report.")


def _reports() -> QuerySet[Report]:
    return Report.objects.select_related("body").prefetch_related("sections")


def _entries(reports: Sequence[Report]) -> Iterable[Entry]:
    for one in reports:
        # A figure's token is no word: its number is read when the page is drawn.
        text = "\n".join(f"{part.title}\n{TOKEN.sub('', part.text)}" for part in one.sections.all())
        yield Entry(
            object_id=one.pk,
            title=one.title,
            details=" · ".join([str(one.get_state_display()), one.period, one.body.short_name]),
            text=mask(text),
            url=one.get_absolute_url(),
            on=one.until,
            keys=_keys_of(one),
            county_id=one.body.county_id,
            body_id=one.body_id,
            year=one.since.year,
            status=one.state,
        )


def _keys_of(report: Report) -> set[str]:
    keys = {f"wrd{report.body_id}"}
    if report.state in SIGNED:
        keys |= {f"wra{pk}" for pk in report.body.path.strip("/").split("/")}
    if report.state in ADOPTED:
        keys.add(f"wre{report.body_id}")
    return keys


def _keys(account) -> Iterable[str]:
    """The same grounds as `ReportQuerySet.visible_to`."""
    for grant in account.current_grants:
        if grant.role in DRAFTING:
            yield f"wrd{grant.body_id}"
            yield f"wra{grant.body_id}"
        else:
            yield f"wre{grant.body_id}"
