"""Receipts: the deputy's button, the clerk's list of paper deliveries, the reminder."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.foundation.stepping import words_of as words_said
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import PaperForm
from lianxin.work.bulletins.models import Bulletin, Receipt
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.views.common import bulletin_for, receipt_for, words_of


@require_POST
def read(request, pk):
    """我已阅读: a page fetched ahead by a browser is not read, so that a button says it."""
    receipt = receipt_for(request, pk)
    return press(
        request,
        lambda: workflow.read(receipt, by=request.user, today=localdate()),
        done=_("已记下您读过了。"),
        then=receipt.bulletin,
    )


@require_http_methods(FORM)
def paper(request, pk):
    bulletin, today = bulletin_for(request, pk, Permission.KEEP), localdate()
    form = PaperForm(typed(request), bulletin=bulletin, initial={"on": today})
    return step_page(
        request,
        form,
        lambda on, receipts: workflow.hand_over(
            bulletin, receipts, on=on, by=request.user, today=today
        ),
        words=words_of(
            bulletin,
            _("登记纸质送达"),
            _("登记"),
            lead=_("名单里是还没有读的代表，可以一次勾选多人。自己在网上读过的不在名单里。"),
        ),
        done=lambda number: _("已登记 %s 人。") % number,
        then=lambda _number: bulletin.get_absolute_url(),
    )


@require_POST
def take_back(request, pk):
    seen = Receipt.objects.filter(bulletin__in=Bulletin.objects.visible_to(request.user))
    receipt = get_object_or_404(
        seen.select_related("bulletin__body", "person", "seat__person"), pk=pk
    )
    return press(
        request,
        lambda: workflow.take_back(receipt, by=request.user, today=localdate()),
        done=_("已撤销送达标记。"),
        then=receipt.bulletin,
    )


@require_POST
def remind(request, pk):
    bulletin = bulletin_for(request, pk, Permission.KEEP)
    try:
        told, without = workflow.remind(bulletin, by=request.user, today=localdate())
    except Refused as refusal:
        messages.error(request, words_said(refusal))
    else:
        said = _("已提醒 %s 人。") % told
        if without:
            said += _("还有 %s 人没有账号，请送纸质件。") % without
        messages.success(request, said)
    return redirect(f"{reverse('bulletins:detail', args=[bulletin.pk])}#reading")
