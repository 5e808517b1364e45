"""One record of each kind of the returns' room: asked of the suggestion's body, and below."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Body
from lianxin.work.returns import workflow
from lianxin.work.returns.models import Filing, Layout, Return
from lianxin.work.returns.tests.factories import make_workbook
from tests.browser.visits import Visit

ARGUMENTS = {
    **{
        (f"returns:{name}", "pk"): "asked_return"
        for name in (
            "detail",
            "edit",
            "copy",
            "line_new",
            "ask",
            "close",
            "layout",
            "layout_file",
            "sums",
            "export",
        )
    },
    ("returns:line_edit", "pk"): "return_line",
    ("returns:line_part", "pk"): "return_line",
    ("returns:line_drop", "pk"): "return_line",
    ("returns:layout_file", "version"): "layout_version",
    **{
        (f"returns:{name}", "pk"): "filing"
        for name in ("filing", "fill", "send", "correct", "send_back", "version_file")
    },
    ("returns:version_file", "number"): "filing_version",
    ("returns:task", "pk"): "task_from_above",
    ("returns:task_take", "pk"): "task_from_above",
    ("returns:task_report", "pk"): "task_from_above",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A return of the body that its own filing answers, sent once; a task from above."""
    body, today = suggestion.body, localdate()
    if not Body.objects.filter(parent=body).exists():
        Body.objects.create(
            code=f"{body.code}-below",
            name="河湾镇人民代表大会",
            short_name="河湾镇",
            kind=Body.Kind.TOWNSHIP,
            parent=body,
        )
    asked = workflow.draft_return(
        body,
        title="半年报表",
        since=today.replace(month=1, day=1),
        until=today,
        due_on=today + timedelta(days=9),
        by=clerk,
    )
    line = workflow.add_line(
        asked, kind="number", code="trained", label="培训人次", unit="人次", by=clerk
    )
    # The body's own filing, so that one clerk reaches every page.
    Return.objects.filter(pk=asked.pk).update(state=Return.State.ASKED, asked_on=today)
    asked.refresh_from_db()
    filing = Filing.objects.create(asked_in=asked, body=body)
    workflow.fill(filing, {line.pk: {"value": 30}}, by=clerk)
    workflow.send(filing, signed_by="周主席", signed_on=today, by=clerk, today=today)
    return SimpleNamespace(
        asked_return=asked,
        return_line=line,
        filing=filing,
        filing_version=1,
        layout_version=_layout(asked, clerk),
        task_from_above=workflow.receive(
            body,
            kind="task",
            whom="congress",
            title="报送代表活动情况",
            received_on=today,
            by=clerk,
            today=today,
        ),
    )


def _layout(asked, clerk) -> int:
    """A layout's row alone: its pages lead to the file, which files show."""
    from django.core.files.base import ContentFile

    from lianxin.foundation.files.models import StoredFile

    content = make_workbook({"A1": "{{ unit }}", "B1": "{{ trained }}"})
    stored = StoredFile(
        body=asked.body,
        original_name="报表格式.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        size=len(content),
        sha256="0" * 64,
        received_sha256="0" * 64,
        uploaded_by=clerk,
    )
    stored.file.save("layout.xlsx", ContentFile(content), save=False)
    stored.save()
    return Layout.objects.create(asked_in=asked, version=1, file=stored, by=clerk).version


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    asked, filing = (of.asked_return.pk,), (of.filing.pk,)
    yield Visit("returns:list", clerk)
    yield Visit("returns:list", deputy)
    yield Visit("returns:new", clerk)
    for name in ("detail", "edit", "copy", "line_new", "ask", "layout", "sums"):
        yield Visit(f"returns:{name}", clerk, asked)
    yield Visit("returns:line_edit", clerk, (of.return_line.pk,))
    yield Visit("returns:line_part", clerk, (of.return_line.pk,))
    for name in ("filing", "fill", "send", "correct", "send_back"):
        yield Visit(f"returns:{name}", clerk, filing)
    yield Visit("returns:tasks", clerk)
    yield Visit("returns:tasks", clerk, query={"state": "late"})
    yield Visit("returns:task_new", clerk)
    for name in ("task", "task_take", "task_report"):
        yield Visit(f"returns:{name}", clerk, (of.task_from_above.pk,))


NO_PAGES = {
    "returns:line_drop": "a redirect",
    "returns:close": "a redirect",
    "returns:layout_file": "a redirect",
    "returns:export": "a file",
    "returns:version_file": "a file",
}
