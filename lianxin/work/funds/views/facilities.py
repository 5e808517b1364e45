"""The register of rooms and equipment."""

from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.figures.words import in_yuan
from lianxin.foundation.people.permissions import require
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.ui.paging import paginate
from lianxin.work.funds import workflow
from lianxin.work.funds.exporting import facilities_export
from lianxin.work.funds.forms import FacilityForm
from lianxin.work.funds.models import Facility
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.views.statement import bodies_kept, crumbs


@require_safe
def register(request):
    """What was bought, with its sum; or the same as a table."""
    if exports.is_asked(request):
        return exports.answer(request, facilities_export)
    found = Facility.objects.visible_to(request.user)
    kinds = dict(Facility.Kind.choices)
    kind = request.GET.get("kind", "")
    if kind in kinds:
        found = found.filter(kind=kind)
    page = paginate(request, found.select_related("body", "station", "group"))
    bought = found.exclude(state=Facility.State.PLANNED)
    kept = {body.pk for body in bodies_kept(request.user)}
    context = {
        "page": page,
        "rows": [(one, in_yuan(one.cost) if one.cost else "", one.body_id in kept) for one in page],
        "total": in_yuan(bought.order_by().aggregate(total=Sum("cost"))["total"] or 0),
        "kinds": Facility.Kind.choices,
        "kind": kind,
        "keeps": bool(kept),
        "crumbs": crumbs(),
        "export": exports.address(request),
    }
    return render(request, "funds/facilities.html", context)


@require_http_methods(FORM)
def new(request):
    bodies = bodies_kept(request.user)
    if not bodies:
        raise PermissionDenied(_("投入由本级人大工作人员登记。"))
    return _edit(request, Facility(body=bodies[0], bought_on=localdate()), _("登记投入"))


@require_http_methods(FORM)
def change(request, pk):
    return _edit(request, _own(request, pk), _("修改投入"))


def _own(request, pk: int) -> Facility:
    found = get_object_or_404(Facility.objects.visible_to(request.user), pk=pk)
    require(request.user, Permission.KEEP, found)
    return found


def _edit(request, facility: Facility, heading: str):
    form = FacilityForm(typed(request), instance=facility)

    def act(**_values):
        return workflow.save_facility(form.instance, by=request.user)

    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            _("保存"),
            reverse("funds:facilities"),
            crumbs=[*crumbs(), (_("阵地与办公投入"), reverse("funds:facilities"))],
        ),
        done=_("已保存。"),
        then=reverse("funds:facilities"),
        template="funds/facility.html",
        context={"facility": facility},
    )


@require_POST
def drop(request, pk):
    facility = _own(request, pk)
    return press(
        request,
        lambda: workflow.drop_facility(facility, by=request.user),
        done=_("已删去。"),
        then="funds:facilities",
    )
