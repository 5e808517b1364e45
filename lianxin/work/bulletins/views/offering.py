"""Papers asked for, handed in by deputies, accepted or returned by the clerk."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, form_page, press, step_page, typed
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import CallForm, OfferForm, ReturnForm
from lianxin.work.bulletins.models import Call, Offer
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.queries import bodies_kept
from lianxin.work.bulletins.views.common import body_asked, words

MOST_SHOWN = 100


@require_safe
def calls(request):
    """Exchanges that want papers, what one handed in oneself, what waits for the clerk."""
    user = request.user
    offers = Offer.objects.select_related("call__activity__body", "person")
    context = {
        "calls": Call.objects.visible_to(user)
        .open(localdate())
        .select_related("activity__body")[:MOST_SHOWN],
        "waiting": offers.waiting_for(user).order_by("sent_on", "pk")[:MOST_SHOWN],
        "own": offers.filter(person=user.person_id)[:MOST_SHOWN] if user.person_id else [],
        "bodies": bodies_kept(user),
        "is_deputy": user.person_id is not None,
    }
    return render(request, "bulletins/calls.html", context)


@require_http_methods(FORM)
def call_new(request):
    body, today = body_asked(request, Permission.COLLECT), localdate()
    return step_page(
        request,
        CallForm(typed(request), body=body, today=today),
        lambda activity, until, words: workflow.call_for_papers(
            activity, until=until, words=words, by=request.user, today=today
        ),
        words=_words(
            _("征集交流材料（%s）") % body.short_name,
            _("通知代表"),
            lead=_(
                "本级代表和受邀的人会收到通知，自己把材料交来。再填一次同一活动，就改了截止日期。"
            ),
        ),
        done=_("已通知代表。"),
        then=reverse("bulletins:calls"),
    )


@require_http_methods(FORM)
def offer_new(request, pk):
    seen = Call.objects.visible_to(request.user).select_related("activity__body")
    call = get_object_or_404(seen, pk=pk)
    require(request.user, Permission.OFFER, call)
    form = OfferForm(typed(request), request.FILES or None)
    return form_page(
        request,
        form,
        lambda: workflow.offer(call, by=request.user, today=localdate(), **_ready(form)),
        words=_words(_("交材料"), _("交上去"), lead=_lead(call)),
        done=_("已交上去，有结果会通知您。接收以前可以撤回。"),
        then=lambda one: one.get_absolute_url(),
    )


def _ready(form) -> dict:
    """What was typed; the file looked at before the step's transaction is opened."""
    values = dict(form.cleaned_data)
    upload = values.pop("upload", None)
    return values | {"upload": prepare(upload) if upload else None}


def _lead(call: Call) -> str:
    return _("%(title)s，%(day)s前交。%(words)s") % {
        "title": call.activity.title,
        "day": call.until.isoformat(),
        "words": call.words,
    }


def _words(heading, button, *, lead="", back="", crumbs=()):
    there = reverse("bulletins:calls")
    way = [(_("交流材料"), reverse("bulletins:library")), (_("交材料"), there), *crumbs]
    return words(heading, button, back or there, lead=lead, crumbs=way)


def _offer_for(request, pk: int, permission: str = "") -> Offer:
    seen = Offer.objects.visible_to(request.user)
    related = seen.select_related("call__activity__body", "person", "file", "contribution")
    one = get_object_or_404(related, pk=pk)
    if permission:
        require(request.user, permission, one)
    return one


@require_safe
def detail(request, pk):
    one, user = _offer_for(request, pk), request.user
    is_own = may(user, Permission.OWN_OFFER, one)
    call = Call.objects.open(localdate()).filter(pk=one.call_id)
    context = {
        "one": one,
        "is_own": is_own,
        "may_decide": one.state == "sent" and may(user, Permission.COLLECT, one),
        "may_send": is_own and one.state in ("returned", "withdrawn") and call.exists(),
    }
    return render(request, "bulletins/offer.html", context)


@require_http_methods(FORM)
def again(request, pk):
    one = _offer_for(request, pk, Permission.OWN_OFFER)
    before = {name: getattr(one, name) for name in ("title", "text", "way")}
    form = OfferForm(typed(request), request.FILES or None, initial=before)
    notes = [_("原来的文件还在：%s。要换的再选一个。") % one.file.original_name] if one.file else []
    said = _words(
        _("改好再交"),
        _("交上去"),
        lead=one.reason or _lead(one.call),
        back=one.get_absolute_url(),
        crumbs=[(one.title, one.get_absolute_url())],
    )
    return form_page(
        request,
        form,
        lambda: workflow.offer_again(one, by=request.user, today=localdate(), **_ready(form)),
        words=replace(said, notes=notes),
        done=_("已交上去，有结果会通知您。接收以前可以撤回。"),
        then=one.get_absolute_url(),
    )


@require_POST
def take_back(request, pk):
    one = _offer_for(request, pk, Permission.OWN_OFFER)
    return press(
        request,
        lambda: workflow.take_offer_back(one, by=request.user),
        done=_("已撤回。征集截止以前可以改好再交。"),
        then=one.get_absolute_url(),
    )


@require_POST
def accept(request, pk):
    one = _offer_for(request, pk, Permission.COLLECT)
    return press(
        request,
        lambda: workflow.accept_offer(one, by=request.user, today=localdate()),
        done=_("已收入材料库，代表会收到通知。"),
        then=one.get_absolute_url(),
    )


@require_http_methods(FORM)
def give_back(request, pk):
    one = _offer_for(request, pk, Permission.COLLECT)
    return step_page(
        request,
        ReturnForm(typed(request)),
        lambda reason: workflow.return_offer(
            one, reason=reason, by=request.user, today=localdate()
        ),
        words=_words(
            _("退回%s代表的材料") % one.person.name,
            _("退回"),
            lead=one.title,
            back=one.get_absolute_url(),
            crumbs=[(one.title, one.get_absolute_url())],
        ),
        done=_("已退回，代表会收到通知。"),
        then=one.get_absolute_url(),
    )
