"""The library of papers of exchanges (交流材料)."""

from datetime import timedelta

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, form_page, press, typed
from lianxin.ui.paging import paginate
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import ContributionForm, LibraryForm
from lianxin.work.bulletins.models import Contribution
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.queries import bodies_kept
from lianxin.work.bulletins.views.common import body_asked, words

BACK = timedelta(days=730)
"""Activities so long ago may still have papers put in."""


@require_safe
def library(request):
    """Papers the reader may read, the last put in first; found by title, author, words."""
    filters = LibraryForm(request.GET)
    found = filters.apply(Contribution.objects.visible_to(request.user))
    page = paginate(
        request, found, rows=Contribution.objects.select_related("activity__body", "file")
    )
    context = {
        "filters": filters,
        "page": page,
        "is_narrowed": any(filters.cleaned_data.values()),
        "clear": reverse("bulletins:library"),
        "bodies": bodies_kept(request.user),
    }
    return render(request, "bulletins/library.html", context)


@require_safe
def detail(request, pk):
    found = Contribution.objects.visible_to(request.user)
    one = get_object_or_404(found.select_related("activity__body", "file", "person"), pk=pk)
    seen = Activity.objects.visible_to(request.user).filter(pk=one.activity_id)
    context = {
        "one": one,
        "opens_activity": seen.exists(),
        "keeps": may(request.user, Permission.COLLECT, one),
    }
    return render(request, "bulletins/contribution.html", context)


@require_http_methods(FORM)
def new(request):
    body, today = body_asked(request, Permission.COLLECT), localdate()
    form = ContributionForm(
        typed(request),
        request.FILES if request.method == "POST" else None,
        body=body,
        since=today - BACK,
        initial={"activity": request.GET.get("activity", "")},
    )

    def put() -> Contribution:
        values = form.cleaned_data
        upload = values.pop("upload", None)
        # Looked at before the step's transaction is opened: a virus scan takes seconds.
        ready = prepare(upload) if upload else None
        return workflow.collect(by=request.user, upload=ready, **values)

    back = reverse("bulletins:library")
    return form_page(
        request,
        form,
        put,
        words=words(
            _("收交流材料（%s）") % body.short_name,
            _("保存"),
            back,
            lead=_("先在“活动”里有这次交流会、报告会、现场会，再把材料收进来，供代表查阅。"),
            crumbs=[(_("交流材料"), back)],
        ),
        done=_("已收入材料库。"),
        then=lambda one: one.get_absolute_url(),
    )


@require_POST
def drop(request, pk):
    one = get_object_or_404(
        Contribution.objects.visible_to(request.user).select_related("activity__body"), pk=pk
    )
    require(request.user, Permission.COLLECT, one)
    return press(
        request,
        lambda: workflow.drop_contribution(one, by=request.user, today=localdate()),
        done=_("已从材料库撤下。"),
        then=reverse("bulletins:library"),
    )
