"""Bonus and public criticism on a body's sheet: claim, enter, decide, object, answer."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.assessments import workflow
from lianxin.work.assessments.forms import AnswerForm, DecideForm, DisputeForm, ExtraForm
from lianxin.work.assessments.models import Extra, Sheet
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.views.common import home_crumb, sheet_for


def _words(sheet: Sheet, heading, lead="") -> Words:
    back = f"{sheet.get_absolute_url()}#extras"
    return Words(heading, _("保存"), back, lead=lead, crumbs=[home_crumb(), (str(sheet), back)])


def _extra_for(request, pk, permission: str = "") -> Extra:
    extra = get_object_or_404(
        Extra.objects.visible_to(request.user).select_related(
            "sheet__body", "sheet__round__scheme", "sheet__round__body"
        ),
        pk=pk,
    )
    if permission:
        require(request.user, permission, extra.sheet)
    return extra


def _back(sheet: Sheet) -> str:
    return f"{sheet.get_absolute_url()}#extras"


@require_http_methods(FORM)
def claim(request, pk):
    sheet = sheet_for(request, pk, Permission.CHECK_ONESELF)
    form = ExtraForm(typed(request), request.FILES or None, scheme=sheet.round.scheme)
    return step_page(
        request,
        form,
        lambda **_given: workflow.claim_bonus(
            sheet, by=request.user, today=localdate(), **form.values()
        ),
        words=_words(sheet, _("申请加分"), _("加分在各项得分以外另计，要有凭据，由考评组核定。")),
        done=_("已申请，等考评组核定。"),
        then=_back(sheet),
    )


def _enter(request, pk, kind: str, heading, lead):
    sheet = sheet_for(request, pk, Permission.REVIEW)
    form = ExtraForm(
        typed(request),
        request.FILES or None,
        scheme=sheet.round.scheme,
        is_criticism=kind == Extra.Kind.CRITICISM,
    )
    return step_page(
        request,
        form,
        lambda **_given: workflow.add_extra(
            sheet, kind=kind, by=request.user, today=localdate(), **form.values()
        ),
        words=_words(sheet, heading, lead),
        done=_("已登记。告知结果以后，单位可以提出异议。"),
        then=_back(sheet),
    )


@require_http_methods(FORM)
def bonus(request, pk):
    return _enter(
        request, pk, Extra.Kind.BONUS, _("登记加分"), _("单位没有申请、考评组掌握的加分。")
    )


@require_http_methods(FORM)
def criticism(request, pk):
    lead = _("考评期内受上级通报批评的，按办法扣分，写明通报机关和文号。")
    return _enter(request, pk, Extra.Kind.CRITICISM, _("登记通报批评"), lead)


@require_http_methods(FORM)
def decide(request, pk):
    extra = _extra_for(request, pk, Permission.REVIEW)
    asked = extra.awarded if extra.awarded is not None else extra.claimed
    return step_page(
        request,
        DecideForm(typed(request), initial={"awarded": asked, "words": extra.words}),
        lambda **given: workflow.decide_extra(extra, by=request.user, **given),
        words=_words(extra.sheet, _("核定加分：%s") % extra.area, extra.proof),
        done=_("已核定。"),
        then=_back(extra.sheet),
    )


@require_POST
def withdraw(request, pk):
    extra = _extra_for(request, pk)
    return press(
        request,
        lambda: workflow.withdraw_extra(extra, by=request.user),
        done=_("已撤回。"),
        then=_back(extra.sheet),
    )


@require_http_methods(FORM)
def dispute(request, pk):
    extra = _extra_for(request, pk, Permission.CHECK_ONESELF)
    return step_page(
        request,
        DisputeForm(typed(request)),
        lambda **given: workflow.object_to_extra(
            extra, by=request.user, today=localdate(), **given
        ),
        words=_words(extra.sheet, _("对“%s”提出异议") % extra, extra.proof),
        done=_("已提出，等待答复。"),
        then=_back(extra.sheet),
    )


@require_http_methods(FORM)
def answer(request, pk):
    extra = _extra_for(request, pk, Permission.REVIEW)
    return step_page(
        request,
        AnswerForm(typed(request), initial={"awarded": extra.awarded}),
        lambda **given: workflow.answer_extra(extra, by=request.user, **given),
        words=_words(extra.sheet, _("答复对“%s”的异议") % extra, extra.dispute_words),
        done=_("已答复。"),
        then=_back(extra.sheet),
    )
