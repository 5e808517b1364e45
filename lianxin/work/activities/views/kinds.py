"""本地的类别和叫法: a body's own kinds, and its words for the shipped ones."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.engines.deeds import SECTION_NAMES
from lianxin.foundation.people.models import CLERKS, Body
from lianxin.foundation.stepping import FORM, Words, typed
from lianxin.ui.menu import Entry
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.rules import KindForm
from lianxin.work.activities.kinds import kinds_for, kinds_known
from lianxin.work.activities.models import OwnKind
from lianxin.work.activities.views.stepping import crumbs_to, step_page


def _bodies(user) -> list[Body]:
    found = user.bodies_as(*CLERKS)
    if not found:
        raise PermissionDenied(_("活动的类别由本级人大工作人员设定。"))
    return found


def _chosen(request) -> tuple[Body, list[Body]]:
    bodies = _bodies(request.user)
    wanted = request.GET.get("body", "")
    return next((one for one in bodies if one.code == wanted), bodies[0]), bodies


@require_safe
def kind_list(request):
    body, bodies = _chosen(request)
    active = {one.key for one in kinds_for(body)}
    own = set(OwnKind.objects.filter(body=body).values_list("key", flat=True))
    rows = [
        (one, SECTION_NAMES[one.section], one.key in own, one.key in active)
        for one in kinds_known(body)
    ]
    tabs = [Entry(one.short_name, f"?body={one.code}", one == body, None) for one in bodies]
    context = {"rows": rows, "body": body, "bodies": tabs}
    return render(request, "activities/kinds.html", context)


@require_http_methods(FORM)
def kind_edit(request):
    """One kind at one body: its own, or its words over a shipped one (`?key=`)."""
    body, _bodies_here = _chosen(request)
    key = request.GET.get("key", "")
    form = KindForm(typed(request), own=_own(body, key))
    back = reverse("activities:kinds", query={"body": body.code})
    return step_page(
        request,
        form,
        lambda: workflow.save_kind(form.kind(), by=request.user),
        words=Words(
            _("设定类别") if key else _("新的类别"),
            _("保存"),
            back,
            lead=body.name,
            crumbs=[*crumbs_to(), (_("类别"), back)],
        ),
        done=_("已保存，本级和下级都按这个叫法。"),
        then=lambda _made: back,
        template="activities/kind.html",
    )


def _own(body: Body, key: str) -> OwnKind:
    """The body's own row; for a kind it has no row of, one that is not saved."""
    if not key:
        return OwnKind(body=body)
    own = OwnKind.objects.filter(body=body, key=key).first()
    if own is not None:
        return own
    known = next((one for one in kinds_known(body) if one.key == key), None)
    if known is None:
        raise Http404
    return OwnKind(body=body, key=key, name=known.name, section=known.section)
