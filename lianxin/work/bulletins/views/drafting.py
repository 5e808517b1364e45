"""Drafting, asking units, issuing, correcting, withdrawing."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.engines import tenure
from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, Words, form_page, press, step_page, typed
from lianxin.foundation.stepping import words_of as words_said
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import (
    ChangeForm,
    DraftForm,
    FilesForm,
    HeadForm,
    ItemForm,
    ReasonForm,
    SupplyForm,
)
from lianxin.work.bulletins.kinds import CIRCULAR
from lianxin.work.bulletins.models import Bulletin, BulletinFile, Item
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.views.common import body_asked, bulletin_for, words, words_of


@require_http_methods(FORM)
def new(request):
    body = body_asked(request, Permission.KEEP)
    asked = request.GET.get("kind", CIRCULAR)
    return step_page(
        request,
        DraftForm(typed(request), initial={"kind": asked}),
        lambda **values: workflow.draft(body, by=request.user, today=localdate(), **values),
        words=words(
            _("起草通报（%s）") % body.short_name,
            _("起草"),
            reverse("bulletins:list"),
            lead=_("栏目照同类的上一期列好，再逐栏填写；需要单位供稿的，可以约稿。"),
        ),
        done=_("已起草。请逐栏填写，写好再发出。"),
        then=lambda one: one.get_absolute_url(),
    )


@require_POST
def again(request, pk):
    """A new draft with this one's kind: headings and units are those of the last issue."""
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    try:
        made = workflow.draft(bulletin.body, kind=bulletin.kind, by=request.user, today=localdate())
    except Refused as refusal:
        messages.error(request, words_said(refusal))
        return redirect(bulletin)
    messages.success(request, _("已照上期栏目起草新的一期。"))
    return redirect(made)


@require_http_methods(FORM)
def head(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    kept = {"title": bulletin.title, "period": bulletin.period}
    return step_page(
        request,
        HeadForm(typed(request), initial=kept),
        lambda **values: workflow.change(bulletin, by=request.user, **values),
        words=words_of(bulletin, _("标题和时段"), _("保存")),
        done=_("已保存。"),
        then=bulletin,
    )


@require_POST
def discard(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    there = bulletin.get_absolute_url()
    is_draft = bulletin.state == Bulletin.State.DRAFT
    return press(
        request,
        lambda: workflow.discard(bulletin, by=request.user),
        done=_("草稿已删去。"),
        then=reverse("bulletins:list") if is_draft else there,
    )


@require_http_methods(FORM)
def item_new(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        ItemForm(typed(request), body=bulletin.body),
        lambda **values: workflow.add_item(bulletin, by=request.user, today=localdate(), **values),
        words=words_of(bulletin, _("加一个栏目"), _("保存")),
        done=_("已保存。"),
        then=bulletin,
    )


def _item_for(request, pk: int) -> Item:
    seen = Item.objects.filter(bulletin__in=Bulletin.objects.visible_to(request.user))
    item = get_object_or_404(seen.select_related("bulletin__body", "office"), pk=pk)
    require(request.user, Permission.KEEP, item.bulletin)
    return item


@require_http_methods(FORM)
def item(request, pk):
    one = _item_for(request, pk)
    kept = {
        "heading": one.heading,
        "text": one.text,
        "office": one.office_id,
        "ask_until": one.asked_until,
    }
    return step_page(
        request,
        ItemForm(typed(request), body=one.bulletin.body, initial=kept),
        lambda **values: workflow.change_item(one, by=request.user, today=localdate(), **values),
        words=words_of(one.bulletin, _("栏目：%s") % one.heading, _("保存")),
        done=_("已保存。"),
        then=one.bulletin,
    )


@require_POST
def item_drop(request, pk):
    one = _item_for(request, pk)
    return press(
        request,
        lambda: workflow.drop_item(one, by=request.user),
        done=_("栏目已删去。"),
        then=one.bulletin,
    )


@require_http_methods(FORM)
def supply(request, pk):
    """The page of the unit that was asked: what is wanted, by when, and one field."""
    found = Item.objects.asked_of(request.user).select_related("bulletin__body", "office")
    one = get_object_or_404(found, pk=pk)
    require(request.user, Permission.SUPPLY, one)
    back = reverse("bulletins:asked")
    return step_page(
        request,
        SupplyForm(typed(request), initial={"text": one.text}),
        lambda text: workflow.supply(one, text=text, by=request.user, today=localdate()),
        words=Words(
            _("报送：%s") % one.heading,
            _("报送"),
            back,
            lead=_("%(body)s《%(title)s》，请在 %(day)s 前报送；发出以前可以再改。")
            % {
                "body": one.bulletin.body.short_name,
                "title": one.bulletin.title,
                "day": one.asked_until,
            },
            crumbs=[(_("政情通报约稿"), back)],
        ),
        done=_("已报送。"),
        then=back,
    )


@require_http_methods(FORM)
def file_new(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)

    def keep() -> None:
        # Looked at before each step's transaction is opened: pictures take seconds.
        for upload in form.cleaned_data["uploads"]:
            workflow.add_file(bulletin, prepare(upload), by=request.user)

    form = FilesForm(typed(request), request.FILES if request.method == "POST" else None)
    return form_page(
        request,
        form,
        keep,
        words=words_of(bulletin, _("添加附件"), _("添加")),
        done=_("附件已添加。"),
        then=lambda _none: bulletin.get_absolute_url(),
    )


@require_POST
def file_drop(request, pk):
    seen = BulletinFile.objects.filter(bulletin__in=Bulletin.objects.visible_to(request.user))
    file = get_object_or_404(seen.select_related("bulletin__body", "file"), pk=pk)
    return press(
        request,
        lambda: workflow.drop_file(file, by=request.user),
        done=_("附件已删去。"),
        then=file.bulletin,
    )


@require_http_methods(FORM)
def issue(request, pk):
    """Once more: to how many deputies it goes."""
    bulletin, today = bulletin_for(request, pk, Permission.KEEP), localdate()
    number = len({duty.seat.person_id for duty in tenure.duties_at(bulletin.body, today, today)})
    return form_page(
        request,
        forms.Form(typed(request)),
        lambda: workflow.issue(bulletin, by=request.user, today=today),
        words=words_of(
            bulletin,
            _("发出《%s》") % bulletin.title,
            _("发出"),
            lead=_("今天在任的代表 %s 名都会收到。发出以后不能再改，只能更正或者撤回。") % number,
        ),
        done=_("已发出。年长代表可以送纸质件，再登记送达。"),
        then=lambda one: one.get_absolute_url(),
    )


@require_http_methods(FORM)
def correct(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        ChangeForm(typed(request)),
        lambda change: workflow.correct(bulletin, change=change, by=request.user),
        words=words_of(
            bulletin,
            _("发更正版"),
            _("起草更正版"),
            lead=_("内容照原来的抄好，改好再发出；原来的一期仍可查看，标明“已有更正版”。"),
        ),
        done=_("更正版已起草。请改好再发出。"),
        then=lambda one: one.get_absolute_url(),
    )


@require_http_methods(FORM)
def withdraw(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.withdraw(
            bulletin, reason=reason, by=request.user, today=localdate()
        ),
        words=words_of(
            bulletin,
            _("撤回《%s》") % bulletin.title,
            _("撤回"),
            lead=_("代表会收到撤回的通知和原因；期号保留，不再使用。"),
            is_grave=True,
        ),
        done=_("已撤回。"),
        then=bulletin,
    )
