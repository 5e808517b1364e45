"""The component page `/ui/`: every component in every state, on fictional contents."""

from datetime import date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from lianxin.ui.menu import Entry

CLOCKS = [
    ("fine", _("还剩 60 天"), ""),
    ("soon", _("还剩 9 天，将到期"), _("待协办")),
    ("late", _("已超期 6 天"), _("待代表")),
    ("serious", _("严重超期 41 天"), _("待承办单位")),
    ("fine", _("已批延期"), ""),
    ("done", _("已按期答复"), ""),
]


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("标题"), help_text=_("一句话说明要解决什么，30 字以内。"))
    body = forms.CharField(label=_("正文"), widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label=_("类别"), choices=[("", _("请选择")), ("1", _("城建环保")), ("2", _("农业农村"))]
    )
    due_on = forms.DateField(label=_("答复期限"))
    level = forms.ChoiceField(
        label=_("是否公开"),
        widget=forms.RadioSelect,
        choices=[("all", _("全文公开")), ("title", _("只公开标题")), ("no", _("不公开"))],
        help_text=_("不公开的，请在正文中说明理由。"),
    )
    topics = forms.MultipleChoiceField(
        label=_("涉及方面"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("road", _("道路交通")), ("water", _("供水排水"))],
    )
    paper = forms.FileField(label=_("附件"), required=False)
    is_agreed = forms.BooleanField(label=_("联名代表都已看过正文"))

    def clean(self):
        if self.errors:
            raise forms.ValidationError(_("本次会议的提交时间已过，可以改为闭会期间建议提交。"))
        return super().clean()


class SampleFilter(forms.Form):
    """A list's filter."""

    q = forms.CharField(label=_("标题包含"), required=False)
    status = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("全部")), ("1", _("办理中"))]
    )


@login_not_required
def page(request: HttpRequest) -> HttpResponse:
    """Show every component; it reads and writes no record."""
    if "say" in request.GET:
        messages.success(request, _("已交办禾望县交通运输局，答复期限 2027-02-22。"))
        messages.warning(request, _("还有 2 件建议没有交办。"))
        messages.error(request, _("该建议已于 3 月 11 日交办，不能重复交办。"))
    today = date(2026, 11, 22)
    context = {
        "form": SampleForm(initial={"due_on": today, "level": "all"}),
        "bad_form": SampleForm({"title": ""}, prefix="bad"),
        "filters": SampleFilter(prefix="filter"),
        "more_filters": SampleFilter(prefix="more"),
        "clocks": CLOCKS,
        "today": today,
        "moment": datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo(settings.TIME_ZONE)),
        "attachments": [
            SimpleNamespace(name="现场照片（村口路灯）.jpg", url="#files", size=482_133),
            SimpleNamespace(name="建议（三名代表签名的扫描件）.pdf", url="#files", size=1_932_002),
        ],
        "tabs": [
            Entry(_("全部"), "#tabs", True, 128),
            Entry(_("办理中"), "#tabs-open", False, 46),
            Entry(_("已答复"), "#tabs-answered", False, None),
            Entry(_("已办结"), "#tabs-closed", False, None),
        ],
    }
    return render(request, "ui/gallery.html", context)
