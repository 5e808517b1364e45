"""Who was not visited or called for some time; who keeps the cases."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, form_page, press, typed
from lianxin.work.care import workflow
from lianxin.work.care.forms import OfficerForm
from lianxin.work.care.models import CareOfficer
from lianxin.work.care.permissions import Permission
from lianxin.work.care.queries import bodies_kept
from lianxin.work.care.standing import limit_of, months_of, silent, standings
from lianxin.work.care.views.common import body_for, kept, tabs


@require_safe
def contacts(request):
    """Every deputy in stroke order with the last contact, or only those long without one."""
    body, today = body_for(request), localdate()
    rows = standings(body, today)
    limit = limit_of(body, today)
    quiet = silent(rows, limit)
    only = request.GET.get("only") != "all"
    context = {
        "body": body,
        "bodies": kept(request.user),
        "rule": months_of(body, today),
        "total": len(rows),
        "quiet": len(quiet),
        "rows": [(one, one.is_silent(limit)) for one in (quiet if only else rows)],
        "only": only,
        "tabs": tabs(request),
    }
    return render(request, "care/contacts.html", context)


@require_http_methods(FORM)
def officers(request):
    """Who keeps the cases of a body; the chair names them here."""
    body = body_for(request)
    form = OfficerForm(typed(request), body=body)
    names = may(request.user, Permission.NAME, body)
    if request.method == "POST":
        require(request.user, Permission.NAME, body)
    return form_page(
        request,
        form,
        lambda: workflow.name_officer(
            body, form.cleaned_data["account"], by=request.user, today=localdate()
        ),
        words=None,
        done=_("已指定。"),
        then=f"{reverse('care:officers')}?body={body.pk}",
        template="care/officers.html",
        body=body,
        bodies=kept(request.user),
        names=names,
        officers=CareOfficer.objects.filter(body=body, ended_on__isnull=True).select_related(
            "account"
        ),
        tabs=tabs(request),
    )


@require_POST
def officer_end(request, pk):
    seen = CareOfficer.objects.filter(body__in=bodies_kept(request.user))
    officer = get_object_or_404(seen.select_related("body", "account"), pk=pk)
    require(request.user, Permission.NAME, officer)
    return press(
        request,
        lambda: workflow.end_officer(officer, by=request.user, today=localdate()),
        done=_("已结束。"),
        then=f"{reverse('care:officers')}?body={officer.body_id}",
    )
