"""Visits: the register of a year with its sums, one visit, entering and withdrawing."""

from django.db.models import Count, Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.figures.words import yuan
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, step_page, typed
from lianxin.ui.paging import paginate
from lianxin.work.care import workflow
from lianxin.work.care.exporting import visits_export
from lianxin.work.care.forms import ReasonForm, VisitForm
from lianxin.work.care.models import Visit
from lianxin.work.care.permissions import Permission
from lianxin.work.care.queries import bodies_kept
from lianxin.work.care.views.common import body_for, tabs


@require_safe
def visit_list(request):
    """A year's visits with how many, to how many, and how much; or the same as a table."""
    body_for(request)
    if exports.is_asked(request):
        return exports.answer(request, visits_export)
    today = localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    found = Visit.objects.filter(body__in=bodies_kept(request.user), on__year=year)
    sums = (
        found.kept()
        .order_by()
        .aggregate(
            number=Count("pk"),
            deputies=Count("seat__person", distinct=True),
            money=Sum("money"),
            goods=Sum("goods_value"),
        )
    )
    page = paginate(request, found, rows=Visit.objects.for_list())
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < today.year else None,
        "page": page,
        "rows": [(one, yuan(one.total) if one.total else "") for one in page],
        "sums": sums,
        "total": yuan((sums["money"] or 0) + (sums["goods"] or 0)),
        "tabs": tabs(request),
        "export": exports.address(request),
    }
    return render(request, "care/visits.html", context)


@require_http_methods(FORM)
def visit_new(request):
    body, today = body_for(request), localdate()
    begun = {"on": today}
    for name in ("seat", "case"):
        if request.GET.get(name, "").isdecimal():
            begun[name] = request.GET[name]
    form = VisitForm(typed(request), body=body, today=today, initial=begun)
    return step_page(
        request,
        form,
        lambda **values: workflow.log_visit(body, by=request.user, today=today, **values),
        words=Words(
            _("登记慰问走访"),
            _("保存"),
            reverse("care:visits"),
            lead=body.short_name,
            crumbs=[(_("慰问走访"), reverse("care:visits"))],
        ),
        done=_("已登记。"),
        then=lambda made: made.get_absolute_url(),
    )


def _visit(request, pk: int) -> Visit:
    seen = Visit.objects.visible_to(request.user).for_list().select_related("case")
    return get_object_or_404(seen, pk=pk)


@require_safe
def detail(request, pk):
    visit = _visit(request, pk)
    keeps = may(request.user, Permission.KEEP, visit)
    context = {
        "visit": visit,
        "money": yuan(visit.money) if visit.money else "",
        "value": yuan(visit.goods_value) if visit.goods_value else "",
        "keeps": keeps,
        # Who visited him is not told of his cases; the visited and the keepers know of them.
        "shows_case": visit.case is not None
        and (keeps or visit.seat.person_id == request.user.person_id),
        "events": list(events_of(visit)) if keeps else [],
        "way": reverse("care:visits") if keeps else reverse("care:mine"),
    }
    return render(request, "care/visit.html", context)


@require_http_methods(FORM)
def withdraw(request, pk):
    visit = _visit(request, pk)
    require(request.user, Permission.KEEP, visit)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.withdraw_visit(
            visit, reason=reason, by=request.user, today=localdate()
        ),
        words=Words(
            _("作废这次登记"),
            _("作废"),
            visit.get_absolute_url(),
            lead=str(visit),
            crumbs=[(_("慰问走访"), reverse("care:visits"))],
            is_grave=True,
        ),
        done=_("已作废，不再计入。"),
        then=visit.get_absolute_url(),
    )
