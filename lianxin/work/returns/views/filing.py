"""The body's side: read, fill in, sign and send, correct; the county sends back."""

from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.returns import exporting, workflow
from lianxin.work.returns.computing import cells, changes, gaps
from lianxin.work.returns.forms import FillForm, ReasonForm, SendForm
from lianxin.work.returns.models import Filing, Return
from lianxin.work.returns.permissions import Permission
from lianxin.work.returns.views.asking import file_answer
from lianxin.work.returns.views.common import filing_for, step_words

S = Filing.State


@require_safe
def filing(request, pk):
    """What was sent, version by version; for the body itself what it is about to send."""
    found = filing_for(request, pk)
    is_open = found.asked_in.state == Return.State.ASKED
    fills = is_open and may(request.user, Permission.FILL, found)
    versions = list(found.versions.select_related("by"))
    # What is not yet sent is the body's own affair.
    shown = cells(found) if fills and found.state != S.SENT else []
    context = {
        "filing": found,
        "asked": found.asked_in,
        "cells": shown,
        "gaps": gaps([one.line for one in shown], {one.line.code: one.value for one in shown}),
        "versions": [
            (one, changes(versions[place + 1] if place + 1 < len(versions) else None, one))
            for place, one in enumerate(versions)
        ],
        "is_late": found.is_late(localdate()),
        "fills": fills and found.state in Filing.OPEN,
        "corrects": fills and found.state == S.SENT,
        "sends_back": is_open
        and found.state == S.SENT
        and may(request.user, Permission.ASK, found.asked_in),
    }
    return render(request, "returns/filing.html", context)


@require_http_methods(FORM)
def fill(request, pk):
    found = filing_for(request, pk, Permission.FILL)
    form = FillForm(typed(request), cells=cells(found))
    return step_page(
        request,
        form,
        lambda **_values: workflow.fill(found, form.values, by=request.user),
        words=step_words(
            _("填报：%s") % found.asked_in.title,
            _("保存"),
            found.get_absolute_url(),
            lead=_("系统能算的已经填好，点数字看是哪些记录。改了的要写说明，两个数都会保留。"),
        ),
        done=_("已保存。核对以后请签字报送。"),
        then=found,
        template="returns/fill.html",
        context={"filing": found},
    )


@require_http_methods(FORM)
def send(request, pk):
    found = filing_for(request, pk, Permission.FILL)
    return step_page(
        request,
        SendForm(typed(request)),
        lambda **values: workflow.send(found, by=request.user, today=localdate(), **values),
        words=step_words(
            _("签字报送：%s") % found.asked_in.title,
            _("报送"),
            found.get_absolute_url(),
            lead=_("报送以后留底，不能再改；要改的，写明原因报更正的一版。"),
        ),
        done=_("已报送。"),
        then=found,
    )


@require_http_methods(FORM)
def correct(request, pk):
    found = filing_for(request, pk, Permission.FILL)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.correct(found, reason=reason, by=request.user),
        words=step_words(
            _("更正：%s") % found.asked_in.title,
            _("开始更正"),
            found.get_absolute_url(),
            lead=_("已报送的一版仍然有效，直到报送更正的一版。"),
        ),
        done=_("请修改以后重新签字报送。"),
        then=found,
    )


@require_http_methods(FORM)
def send_back(request, pk):
    found = filing_for(request, pk, Permission.ASK)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.send_back(found, reason=reason, by=request.user),
        words=step_words(_("退回：%s") % found, _("退回"), found.get_absolute_url(), is_grave=True),
        done=_("已退回，填报单位已收到通知。"),
        then=found,
    )


@require_safe
def version_file(request, pk, number):
    """A version in the county's layout."""
    found = filing_for(request, pk)
    version = get_object_or_404(found.versions, number=number)
    name = f"{found.asked_in.title} {found.body.short_name} {number}.xlsx"
    version.filing = found
    return file_answer(exporting.version_file(version), name, exporting.XLSX)
