"""Honours and elections in lists; awards and their money; what everybody may see."""

from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.ui import languages
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.duty.entries import sections_for
from lianxin.work.honours import workflow
from lianxin.work.honours.exporting import honours_export, honours_found
from lianxin.work.honours.forms import AwardForm, OutsideForm, PayForm, RewardForm
from lianxin.work.honours.models import Award, Honour, Nomination, Round
from lianxin.work.honours.papers import papers_of
from lianxin.work.honours.permissions import Permission
from lianxin.work.honours.views.common import kept_body, words

NEWEST = Order((Key("granted_on", descending=True, read=str), Key("pk", descending=True)))


@require_safe
def honour_list(request):
    """Elections of the last years, and every honour the reader may see, newest first."""
    if exports.is_asked(request):
        return exports.answer(request, honours_export)
    user = request.user
    found = honours_found(user, request.GET)
    total = found.aggregate(total=Sum("amount"))["total"] or 0
    context = {
        "sections": sections_for(user, "honours:list"),
        "rounds": Round.objects.visible_to(user).select_related("body")[:12],
        "page": paginate(request, found, order=NEWEST, rows=Honour.objects.with_holder()),
        "total": total,
        "year": request.GET.get("year", ""),
        "bodies": bodies_clerked_by(user),
        "export": exports.address(request),
        "today": localdate(),
    }
    return render(request, "honours/list.html", context)


@require_safe
def honour_detail(request, pk):
    found = Honour.objects.visible_to(request.user).with_holder()
    honour = get_object_or_404(found.select_related("reward", "nomination__round"), pk=pk)
    keeps = may(request.user, Permission.KEEP, honour)
    context = {
        "honour": honour,
        "facts": honour.nomination.facts.all() if honour.nomination else [],
        "keeps": keeps,
        "papers": papers_of(request.user, honour),
    }
    return render(request, "honours/honour.html", context)


@require_http_methods(FORM)
def honour_pay(request, pk):
    honour = get_object_or_404(Honour.objects.visible_to(request.user).with_holder(), pk=pk)
    require(request.user, Permission.KEEP, honour)
    return step_page(
        request,
        PayForm(typed(request), initial={"paid_on": localdate()}),
        lambda **values: workflow.pay(honour, by=request.user, today=localdate(), **values),
        words=words(_("登记发放：%s") % honour, _("登记"), honour.get_absolute_url()),
        done=_("已登记发放。"),
        then=honour.get_absolute_url(),
    )


@require_http_methods(FORM)
def outside_new(request):
    body = kept_body(request)
    return step_page(
        request,
        OutsideForm(typed(request), body=body),
        lambda **values: workflow.log_outside(body, by=request.user, today=localdate(), **values),
        words=words(
            _("登记外来荣誉（%s）") % body.short_name,
            _("登记"),
            reverse("honours:list"),
            lead=_("上级或者其他机关授予本级代表、小组、站点、单位的荣誉。"),
        ),
        done=_("已登记，已进入履职档案。"),
        then=lambda honour: honour.get_absolute_url(),
    )


@require_safe
def awards(request):
    """The awards of the clerk's bodies, with the money of each by date."""
    bodies = bodies_clerked_by(request.user)
    found = Award.objects.filter(body__in=bodies).select_related("body")
    context = {"bodies": bodies, "awards": found.prefetch_related("rewards")}
    return render(request, "honours/awards.html", context)


@require_POST
def awards_take_over(request):
    body = kept_body(request)
    return press(
        request,
        lambda: workflow.take_over_awards(body, by=request.user),
        done=_("已采用参考奖项，名称和条件都可以改。"),
        then="honours:awards",
    )


def _award_words(heading, lead=""):
    back = reverse("honours:awards")
    return words(heading, _("保存"), back, lead=lead, crumbs=[(_("奖项和标准"), back)])


@require_http_methods(FORM)
def award_new(request):
    body = kept_body(request)
    return step_page(
        request,
        AwardForm(typed(request)),
        lambda **values: workflow.set_award(body, by=request.user, **values),
        words=_award_words(_("新设奖项（%s）") % body.short_name),
        done=_("已保存。"),
        then="honours:awards",
    )


def _award_for(request, pk) -> Award:
    found = Award.objects.filter(body__in=bodies_clerked_by(request.user)).select_related("body")
    return get_object_or_404(found, pk=pk)


@require_http_methods(FORM)
def award_edit(request, pk):
    award = _award_for(request, pk)
    names = ("name", "holder", "criteria", "is_active")
    return step_page(
        request,
        AwardForm(typed(request), initial={name: getattr(award, name) for name in names}),
        lambda **values: workflow.set_award(award.body, award=award, by=request.user, **values),
        words=_award_words(award.name),
        done=_("已保存。"),
        then="honours:awards",
    )


@require_http_methods(FORM)
def reward_new(request, pk):
    award = _award_for(request, pk)
    return step_page(
        request,
        RewardForm(typed(request), initial={"since": localdate()}),
        lambda **values: workflow.set_reward(award, by=request.user, **values),
        words=_award_words(_("奖励标准：%s") % award.name, _("新标准从某一天起；以前表彰的不变。")),
        done=_("已保存。"),
        then="honours:awards",
    )


@languages.public
@require_safe
def public(request, code):
    """What a body made public: the list under publicity, and who was named; no sums."""
    body = get_object_or_404(Body, code=code, is_active=True)
    rounds = Round.objects.public().filter(body=body).order_by("-year")[:10]
    shown = (Nomination.State.CHOSEN, Nomination.State.NAMED)
    context = {
        "body": body,
        "rows": [
            (
                one,
                one.nominations.filter(state__in=shown)
                .select_related("award")
                .order_by("award__holder", "award", "pk"),
            )
            for one in rounds
        ],
        "today": localdate(),
    }
    return render(request, "honours/public.html", context)
