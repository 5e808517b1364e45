"""Records and pages of the county's assessment of its bodies."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Account, Body, Grant, Role
from lianxin.work.assessments import workflow
from lianxin.work.assessments.models import Mark, Round, Sheet
from tests.browser.visits import Visit

ARGUMENTS = {
    ("assessments:scheme", "pk"): "assessment_scheme",
    ("assessments:scheme_change", "pk"): "draft_scheme",
    ("assessments:item_new", "pk"): "draft_scheme",
    ("assessments:scheme_use", "pk"): "draft_scheme",
    ("assessments:scheme_copy", "pk"): "assessment_scheme",
    ("assessments:scheme_retire", "pk"): "assessment_scheme",
    ("assessments:round_new", "pk"): "assessment_scheme",
    ("assessments:item_change", "pk"): "draft_item",
    ("assessments:item_remove", "pk"): "draft_item",
    ("assessments:round", "pk"): "assessment_round",
    ("assessments:tell", "pk"): "assessment_round",
    ("assessments:settle", "pk"): "assessment_round",
    ("assessments:publish", "pk"): "assessment_round",
    ("assessments:show", "pk"): "assessment_round",
    ("assessments:sheet", "pk"): "assessment_sheet",
    ("assessments:send", "pk"): "assessment_sheet",
    ("assessments:look_again", "pk"): "assessment_sheet",
    ("assessments:check", "pk"): "assessment_mark",
    ("assessments:review", "pk"): "assessment_mark",
    ("assessments:dispute", "pk"): "assessment_mark",
    ("assessments:answer", "pk"): "assessment_mark",
    **{
        (f"assessments:{name}", "pk"): "assessment_sheet"
        for name in ("claim", "bonus", "criticism")
    },
    **{
        (f"assessments:extra_{name}", "pk"): "assessment_extra"
        for name in ("decide", "withdraw", "dispute", "answer")
    },
}

NO_PAGES = {
    "assessments:scheme_use": "a form's target",
    "assessments:scheme_copy": "a form's target",
    "assessments:scheme_retire": "a form's target",
    "assessments:item_remove": "a form's target",
    "assessments:settle": "a form's target",
    "assessments:publish": "a form's target",
    "assessments:show": "a form's target",
    "assessments:send": "a form's target",
    "assessments:extra_withdraw": "a form's target",
    "assessments:look_again": "a form's target",
}


def _clerk_of(body: Body) -> Account:
    """The clerk of a body; one of this room's own where the records have none."""
    role = Role.COUNTY_CLERK if body.is_county else Role.TOWNSHIP_CLERK
    grants = Grant.objects.in_force().filter(role=role, body=body)
    grant = grants.select_related("account").order_by("pk").first()
    if grant is not None:
        return grant.account
    account = Account.objects.create(username=f"assessing{body.pk}", name="考评示例")
    Grant.objects.create(
        account=account, role=role, body=body, valid_from=localdate() - timedelta(days=1)
    )
    return account


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A scheme in use with a round open for the body, another drafted."""
    body, today = suggestion.body, localdate()
    county = body if body.is_county else body.parent
    by = _clerk_of(county)
    if body.is_county:
        Body.objects.get_or_create(
            code=f"{county.code}-assessed",
            defaults={
                "name": "河湾镇人民代表大会",
                "short_name": "河湾镇",
                "kind": Body.Kind.TOWNSHIP,
                "parent": county,
            },
        )
    scheme = workflow.copy_shipped(county, "yearly7", by=by)
    workflow.change_scheme(
        scheme,
        name=scheme.name,
        total=scheme.total,
        grades=scheme.grades,
        bonus=[["宣传工作", 5]],
        criticism=3,
        by=by,
    )
    workflow.put_in_use(scheme, by=by)
    draft = workflow.copy_shipped(county, "yearly7", by=by)
    period = workflow.open_round(scheme, year=today.year, self_by=today, by=by, today=today)
    sheet = Sheet.objects.filter(round=period, body=body).first() or period.sheets.first()
    assert sheet is not None
    mark = Mark.objects.get(sheet=sheet, item=scheme.items.order_by("-order").first())
    extra = workflow.claim_bonus(
        sheet,
        area="宣传工作",
        points=2,
        on=today,
        proof="《禾望报》头版",
        by=_clerk_of(sheet.body),
        today=today,
    )
    return SimpleNamespace(
        assessment_extra=extra,
        assessment_scheme=scheme,
        draft_scheme=draft,
        draft_item=draft.items.first(),
        assessment_round=Round.objects.get(pk=period.pk),
        assessment_sheet=sheet,
        assessment_mark=mark,
        assessing_clerk=by,
        assessed_clerk=_clerk_of(sheet.body),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    county, own = of.assessing_clerk, of.assessed_clerk
    yield Visit("assessments:list", own)
    yield Visit("assessments:list", county)
    yield Visit("assessments:scheme_new", county)
    yield Visit("assessments:scheme", own, (of.assessment_scheme.pk,))
    yield Visit("assessments:scheme", county, (of.draft_scheme.pk,))
    yield Visit("assessments:scheme_change", county, (of.draft_scheme.pk,))
    yield Visit("assessments:item_new", county, (of.draft_scheme.pk,))
    yield Visit("assessments:item_change", county, (of.draft_item.pk,))
    yield Visit("assessments:round_new", county, (of.assessment_scheme.pk,))
    yield Visit("assessments:round", county, (of.assessment_round.pk,))
    yield Visit("assessments:tell", county, (of.assessment_round.pk,))
    yield Visit("assessments:sheet", county, (of.assessment_sheet.pk,))
    yield Visit("assessments:sheet", own, (of.assessment_sheet.pk,))
    yield Visit("assessments:check", own, (of.assessment_mark.pk,))
    yield Visit("assessments:review", county, (of.assessment_mark.pk,))
    yield Visit("assessments:dispute", own, (of.assessment_mark.pk,))
    yield Visit("assessments:claim", own, (of.assessment_sheet.pk,))
    yield Visit("assessments:bonus", county, (of.assessment_sheet.pk,))
    yield Visit("assessments:criticism", county, (of.assessment_sheet.pk,))
    yield Visit("assessments:extra_decide", county, (of.assessment_extra.pk,))
    yield Visit("assessments:extra_dispute", own, (of.assessment_extra.pk,))
    yield Visit("assessments:extra_answer", county, (of.assessment_extra.pk,))
    yield Visit("assessments:answer", county, (of.assessment_mark.pk,))
