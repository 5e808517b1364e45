"""Signed sheets that come back by the scanner: they find their activity by the printed code."""

from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.scanning.targets import Target, register
from lianxin.foundation.people.permissions import require
from lianxin.work.activities import workflow
from lianxin.work.activities.models import Activity, ActivityFile
from lianxin.work.activities.papers.signing import FORM
from lianxin.work.activities.permissions import Permission

MOST_FOUND = 10


def register_scans() -> None:
    register(
        Target(
            code="av",
            record_type="activities.activity",
            label=gettext_lazy("代表活动"),
            forms=((FORM, gettext_lazy("活动签到表")),),
            find=_find,
            search=_search,
            describe=_describe,
            number_of=lambda activity: "",
            attach=_attach,
        )
    )


def _find(user, pk: int):
    return Activity.objects.visible_to(user).filter(pk=pk).first()


def _search(user, body, words: str) -> list[Activity]:
    seen = Activity.objects.visible_to(user).filter(body=body, title__icontains=words)
    return list(seen.exclude(state="cancelled").order_by("-on", "-pk")[:MOST_FOUND])


def _describe(activity) -> str:
    return f"{activity.on:%Y-%m-%d}　{activity.title}（{activity.get_state_display()}）"


def _attach(activity, stored, *, by, today, title, dated_on, number, form) -> None:
    """Beside the activity; who came is then marked by a person who reads it."""
    require(by, Permission.RECORD, activity)
    workflow.keep_file(activity, stored, kind=ActivityFile.Kind.SHEET, by=by)
