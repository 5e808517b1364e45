"""An election from nomination to naming."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, form_page, press, step_page, typed, words_of
from lianxin.work.honours import workflow
from lianxin.work.honours.facts import offers_for
from lianxin.work.honours.forms import (
    NameForm,
    NominateForm,
    ObjectionForm,
    OpenForm,
    ReviewForm,
    SettleForm,
)
from lianxin.work.honours.models import Fact, Honour, Objection, Round
from lianxin.work.honours.papers import papers_of
from lianxin.work.honours.permissions import Permission
from lianxin.work.honours.views.common import kept_body, nomination_for, round_for, words
from lianxin.work.honours.workflow import Verdict


@require_http_methods(FORM)
def round_new(request):
    body = kept_body(request)
    today = localdate()
    return step_page(
        request,
        OpenForm(typed(request), initial={"year": today.year}),
        lambda year: workflow.open_round(body, year, by=request.user, today=today),
        words=words(
            _("开始评选（%s）") % body.short_name,
            _("开始"),
            reverse("honours:list"),
            lead=_("提名、附事实、评审、公示、表彰，一步一步来，缺一步都不能往下走。"),
        ),
        done=_("评选已经开始，可以提名。"),
        then=lambda election: election.get_absolute_url(),
    )


@require_safe
def round_detail(request, pk):
    """The whole election on a page: who is nominated, by which facts, how it stands."""
    election, user = round_for(request, pk), request.user
    keeps = may(user, Permission.KEEP, election)
    nominations = election.nominations.select_related("award").prefetch_related(
        "facts", "objections"
    )
    context = {
        "election": election,
        "nominations": nominations,
        "honours": Honour.objects.filter(nomination__round=election).with_holder(),
        "keeps": keeps,
        "nominates": election.state == Round.State.OPEN
        and may(user, Permission.NOMINATE, election),
        "papers": papers_of(user, election),
        "events": events_of(election).reverse()[:30] if keeps else [],
    }
    return render(request, "honours/round.html", context)


@require_http_methods(FORM)
def nominate(request, pk):
    election = round_for(request, pk, Permission.NOMINATE)
    return step_page(
        request,
        NominateForm(typed(request), election=election),
        lambda award, **values: workflow.nominate(
            election, award, by=request.user, today=localdate(), **values
        ),
        words=words(
            _("提名"),
            _("提名"),
            election.get_absolute_url(),
            lead=_("先选奖项，再选对象。下一步从档案里勾选事实。"),
            crumbs=[(str(election), election.get_absolute_url())],
        ),
        done=_("已提名。请从档案里勾选事实。"),
        then=lambda nomination: nomination.get_absolute_url(),
    )


@require_http_methods(FORM)
def nomination(request, pk):
    """One nomination; its facts are chosen from what the records hold, none is typed."""
    one, user, status = nomination_for(request, pk), request.user, 200
    open_now = one.round.state == Round.State.OPEN and may(user, Permission.NOMINATE, one)
    if request.method == "POST":
        require(user, Permission.NOMINATE, one)
        try:
            made = workflow.attach_facts(one, set(request.POST.getlist("fact")), by=user)
        except Refused as refusal:
            messages.error(request, words_of(refusal))
            status = REFUSED
        else:
            messages.success(request, _("附上 %s 条事实。") % made)
            return redirect(one)
    facts = list(one.facts.all())
    known = {fact.key for fact in facts}
    context = {
        "nomination": one,
        "facts": facts,
        "offers": [offer for offer in offers_for(one) if offer.key not in known]
        if open_now
        else [],
        "open": open_now,
        "keeps": may(user, Permission.KEEP, one),
        "objections": one.objections.all(),
    }
    return render(request, "honours/nomination.html", context, status=status)


@require_POST
def withdraw(request, pk):
    one = nomination_for(request, pk)
    return press(
        request,
        lambda: workflow.withdraw(one, by=request.user),
        done=_("已撤回提名。"),
        then=one.round.get_absolute_url(),
    )


@require_POST
def fact_drop(request, pk):
    fact = get_object_or_404(
        Fact.objects.filter(
            nomination__round__in=Round.objects.visible_to(request.user)
        ).select_related("nomination__round__body"),
        pk=pk,
    )
    return press(
        request,
        lambda: workflow.drop_fact(fact, by=request.user),
        done=_("已取下。"),
        then=fact.nomination.get_absolute_url(),
    )


@require_http_methods(FORM)
def review(request, pk):
    """All nominations at once: votes that add up, or the committee's word."""
    election = round_for(request, pk, Permission.KEEP)
    nominations = election.nominations.select_related("award").prefetch_related("facts")
    form = ReviewForm(typed(request), election=election, nominations=nominations)
    return form_page(
        request,
        form,
        lambda: _review(election, form, request.user),
        done=_("评审结果已登记。下一步公示。"),
        then=election,
        template="honours/review.html",
        election=election,
    )


def _review(election: Round, form: ReviewForm, by) -> None:
    data = form.cleaned_data
    voted = data["way"] == Round.Way.VOTE
    verdicts = [
        Verdict(
            one,
            data[f"chosen-{one.pk}"],
            *(data[f"{name}-{one.pk}"] if voted else None for name, _label in form.VOTES),
        )
        for one in form.nominations
    ]
    workflow.review(
        election,
        verdicts,
        way=data["way"],
        review=data["review"],
        reviewed_on=data["reviewed_on"],
        present=data["present"],
        by=by,
        today=localdate(),
    )


@require_POST
def publicise(request, pk):
    election = round_for(request, pk)
    return press(
        request,
        lambda: workflow.publicise(election, by=request.user, today=localdate()),
        done=_("名单已经公示，公开页面可以看到。"),
        then=election.get_absolute_url(),
    )


@require_http_methods(FORM)
def objection_new(request, pk):
    one = nomination_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        ObjectionForm(typed(request), initial={"received_on": localdate()}),
        lambda **values: workflow.object_to(one, by=request.user, **values),
        words=words(
            _("登记公示异议：%s") % one.name,
            _("登记"),
            one.get_absolute_url(),
            lead=_("反映人和内容只有本级人大工作人员看得到。"),
            crumbs=[(str(one.round), one.round.get_absolute_url())],
        ),
        done=_("已登记，请核查。"),
        then=one.get_absolute_url(),
    )


@require_http_methods(FORM)
def settle(request, pk):
    objection = get_object_or_404(
        Objection.objects.filter(
            nomination__round__in=Round.objects.visible_to(request.user)
        ).select_related("nomination__round__body", "nomination__award"),
        pk=pk,
    )
    require(request.user, Permission.KEEP, objection)
    one = objection.nomination
    return step_page(
        request,
        SettleForm(typed(request)),
        lambda **values: workflow.settle(objection, by=request.user, today=localdate(), **values),
        words=words(
            _("核查结论：%s") % one.name,
            _("保存"),
            one.get_absolute_url(),
            lead=_("成立的，从名单中取消；不成立的，写明查了什么。"),
            crumbs=[(str(one.round), one.round.get_absolute_url())],
        ),
        done=_("已保存。"),
        then=one.get_absolute_url(),
    )


@require_http_methods(FORM)
def name_chosen(request, pk):
    election = round_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        NameForm(typed(request), initial={"on": localdate()}),
        lambda on: workflow.name_chosen(election, on=on, by=request.user, today=localdate()),
        words=words(
            _("表彰"),
            _("登记表彰"),
            election.get_absolute_url(),
            lead=_("公示期满、没有未核查的异议，才能表彰。"),
            crumbs=[(str(election), election.get_absolute_url())],
        ),
        done=_("已登记表彰，奖金按当天标准算好。"),
        then=election.get_absolute_url(),
    )
