"""One record of each kind of the stations' room, at the suggestion's body."""

from collections.abc import Iterable
from io import BytesIO
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from PIL import Image

from lianxin.foundation.people.models import Office, Seat
from lianxin.work.stations import workflow
from lianxin.work.stations.checking import check
from lianxin.work.stations.models import Attachment, Staff, StarGrant, WallSheet
from tests.browser.visits import Visit

ARGUMENTS = {
    **{
        (f"stations:{name}", "pk"): "station"
        for name in (
            "detail",
            "edit",
            "introduce",
            "close",
            "staff_new",
            "deputy_new",
            "checks",
            "evidence_new",
            "stars",
            "stars_grant",
            "plan",
            "plan_write",
            "plan_submit",
            "plan_approve",
            "plan_return",
            "ledger",
            "wall",
            "wall_sheet",
            "wall_print",
            "poster",
            "deputy_poster",
        )
    },
    **{
        (f"stations:{name}", "year"): "year"
        for name in (
            "evidence_new",
            "stars_grant",
            "plan",
            "plan_write",
            "plan_submit",
            "plan_approve",
            "plan_return",
            "ledger",
        )
    },
    ("stations:staff_end", "pk"): "staff",
    ("stations:deputy_file", "pk"): "attachment",
    ("stations:deputy_end", "pk"): "attachment",
    ("stations:pledge", "pk"): "attachment",
    ("stations:deputy_poster", "attached"): "attachment",
    ("stations:evidence_new", "item"): "item",
    ("stations:evidence_out", "pk"): "evidence",
    ("stations:stars_withdraw", "pk"): "stars",
    ("stations:plan_report", "pk"): "plan_item",
    ("stations:wall_sheet", "kind"): "kind",
    ("stations:wall_print", "kind"): "kind",
    ("stations:wall_printed", "pk"): "sheet",
    ("stations:list_detail", "pk"): "template",
    ("stations:list_edit", "pk"): "template",
    ("stations:item_new", "pk"): "template",
    ("stations:item_edit", "pk"): "item",
    ("stations:item_drop", "pk"): "item",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A station of the body that `liaison` keeps, with a plan, evidence, sheets and stars."""
    body, today = suggestion.body, localdate()
    village = Office.objects.create(
        body=body, name="河湾村（示例）", kind=Office.Kind.VILLAGE, phone="0000-34567"
    )
    station = workflow.open_station(
        "示例联络站",
        body=body,
        by=clerk,
        villages=[village],
        address="示例路 1 号",
        hours="每周一 9:00—11:30",
        opened_on=today,
        longitude="113.41",
        latitude="33.90",
    )
    staff = workflow.appoint(
        station,
        post=Staff.Post.LIAISON,
        name=liaison.name,
        account=liaison,
        by=clerk,
        since=today,
    )
    template = workflow.adopt_list(body, "five_a", by=clerk)
    item = check(station, today.year)[0].items[0].item
    evidence = workflow.put_in(station, item, _photo(), year=today.year, by=clerk)
    plan = workflow.write_plan(station, year=today.year, text="", items="1月 接待选民", by=clerk)
    workflow.submit_plan(plan, by=clerk, today=today)
    workflow.approve_plan(plan, by=clerk, today=today)
    return SimpleNamespace(
        station=station,
        year=today.year,
        staff=staff,
        attachment=_attached(station, deputy, clerk, today),
        template=template,
        item=item,
        evidence=evidence,
        plan=plan,
        plan_item=plan.items.get(),
        kind=WallSheet.Kind.INTRODUCTION.value,
        sheet=workflow.print_sheet(station, WallSheet.Kind.INTRODUCTION, size="a3", by=clerk),
        # Given before stars were turned off here: still on file.
        stars=StarGrant.objects.create(
            station=station, year=today.year - 1, stars=4, points=82, granted_on=today
        ),
    )


def _attached(station, deputy, clerk, today) -> Attachment:
    seat = Seat.objects.in_office().filter(person=deputy.person_id).first()
    assert seat is not None
    return workflow.attach_deputy(station, seat, by=clerk, since=today)


def _photo() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (400, 300), "white").save(content, "PNG")
    return SimpleUploadedFile("站牌.png", content.getvalue(), content_type="image/png")


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    """Each page with who opens it."""
    one = (of.station.pk,)
    dated = (of.station.pk, of.year)
    yield Visit("stations:list", clerk)
    yield Visit("stations:list", clerk, query={"q": "没有这样的站"})
    yield Visit("stations:new", clerk, query={"body": of.station.body.code})
    yield Visit("stations:coverage", clerk)
    yield Visit("stations:mine", liaison)
    yield Visit("stations:detail", clerk, one)
    yield Visit("stations:detail", deputy, one)
    for name in ("edit", "introduce", "close", "staff_new", "deputy_new"):
        yield Visit(f"stations:{name}", clerk, one)
    yield Visit("stations:staff_end", clerk, (of.staff.pk,))
    yield Visit("stations:deputy_file", liaison, (of.attachment.pk,))
    yield Visit("stations:deputy_end", clerk, (of.attachment.pk,))
    yield Visit("stations:pledge", deputy, (of.attachment.pk,))
    yield Visit("stations:checks", liaison, one)
    yield Visit("stations:evidence_new", liaison, (of.station.pk, of.item.pk, of.year))
    yield Visit("stations:stars", clerk, one)
    yield Visit("stations:stars_withdraw", clerk, (of.stars.pk,))
    yield Visit("stations:plan", clerk, dated)
    yield Visit("stations:plan_write", liaison, (of.station.pk, of.year + 1))
    yield Visit("stations:plan_return", clerk, dated)
    yield Visit("stations:plan_report", liaison, (of.plan_item.pk,))
    yield Visit("stations:ledger", liaison, dated)
    yield Visit("stations:wall", liaison, one)
    for kind in WallSheet.Kind:
        yield Visit("stations:wall_sheet", liaison, (of.station.pk, kind.value))
    yield Visit("stations:wall_printed", liaison, (of.sheet.pk,))
    yield Visit("stations:poster", liaison, one)
    yield Visit("stations:deputy_poster", liaison, (of.station.pk, of.attachment.pk))
    yield Visit("stations:lists", clerk)
    yield Visit("stations:list_new", clerk, query={"body": of.station.body.code})
    yield Visit("stations:plan_template", clerk, query={"body": of.station.body.code})
    yield Visit("stations:list_detail", clerk, (of.template.pk,))
    yield Visit("stations:list_edit", clerk, (of.template.pk,))
    yield Visit("stations:item_new", clerk, (of.template.pk,))
    yield Visit("stations:item_edit", clerk, (of.item.pk,))


NO_PAGES = {
    "stations:ledger_table": "a spreadsheet",
    "stations:evidence_out": "a redirect",
    "stations:stars_grant": "a redirect",
    "stations:plan_submit": "a redirect",
    "stations:plan_approve": "a redirect",
    "stations:wall_print": "a redirect",
    "stations:list_adopt": "a redirect",
    "stations:item_drop": "a redirect",
}
