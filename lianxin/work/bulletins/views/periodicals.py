"""Periodicals ordered for deputies, and the issues that came."""

from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, found_for, press, step_page, typed
from lianxin.ui.paging import paginate
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import DeliveryForm, SubscriptionForm
from lianxin.work.bulletins.models import Delivery, Subscription
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.queries import bodies_kept
from lianxin.work.bulletins.views.common import body_asked, words


@require_safe
def listed(request):
    """The year's periodicals of every body the reader may see, with what they cost."""
    today, asked = localdate(), request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and 2000 <= int(asked) <= today.year + 1 else today.year
    found = Subscription.objects.visible_to(request.user).filter(year=year)
    page = paginate(
        request,
        found,
        rows=Subscription.objects.select_related("body").annotate(
            came=Count("deliveries"), last=Max("deliveries__delivered_on")
        ),
    )
    context = {
        "page": page,
        "year": year,
        "years": range(today.year + 1, today.year - 4, -1),
        "cost": sum(copies * price for copies, price in found.values_list("copies", "price")),
        "bodies": bodies_kept(request.user),
    }
    return render(request, "bulletins/periodicals.html", context)


def _one(request, pk: int, permission: str = "") -> Subscription:
    return found_for(request, Subscription, pk, permission, related=("body",))


def _words(heading, button, back, *, lead=""):
    return words(
        heading, button, back, lead=lead, crumbs=[(_("报刊"), reverse("bulletins:periodicals"))]
    )


@require_safe
def detail(request, pk):
    one = _one(request, pk)
    keeps = may(request.user, Permission.PERIODICALS, one)
    context = {
        "one": one,
        "deliveries": one.deliveries.all(),
        "keeps": keeps,
        "events": events_of(one).reverse()[:20] if keeps else [],
    }
    return render(request, "bulletins/periodical.html", context)


@require_http_methods(FORM)
def new(request):
    body = body_asked(request, Permission.PERIODICALS)
    return step_page(
        request,
        SubscriptionForm(typed(request), initial={"year": localdate().year}),
        lambda **values: workflow.subscribe(body, by=request.user, **values),
        words=_words(
            _("登记报刊（%s）") % body.short_name, _("登记"), reverse("bulletins:periodicals")
        ),
        done=_("已登记。每期送到后在这里记一笔。"),
        then=lambda one: one.get_absolute_url(),
    )


@require_http_methods(FORM)
def change(request, pk):
    one = _one(request, pk, Permission.PERIODICALS)
    names = ("title", "year", "copies", "price", "issues", "recipients")
    return step_page(
        request,
        SubscriptionForm(typed(request), initial={name: getattr(one, name) for name in names}),
        lambda **values: workflow.subscribe(one.body, by=request.user, subscription=one, **values),
        words=_words(_("修改：%s") % one.title, _("保存"), one.get_absolute_url()),
        done=_("已保存。"),
        then=one,
    )


@require_http_methods(FORM)
def delivery_new(request, pk):
    one, today = _one(request, pk, Permission.PERIODICALS), localdate()
    return step_page(
        request,
        DeliveryForm(typed(request), initial={"delivered_on": today, "copies": one.copies}),
        lambda **values: workflow.deliver(one, by=request.user, today=today, **values),
        words=_words(_("登记送达：%s") % one.title, _("登记"), one.get_absolute_url()),
        done=_("已登记。"),
        then=one,
    )


@require_POST
def delivery_drop(request, pk):
    seen = Delivery.objects.filter(subscription__in=Subscription.objects.visible_to(request.user))
    one = get_object_or_404(seen.select_related("subscription__body"), pk=pk)
    return press(
        request,
        lambda: workflow.drop_delivery(one, by=request.user),
        done=_("已删去。"),
        then=one.subscription,
    )
