"""Surveys: the list, drawing one up, publishing it, its codes and poster."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.giving import pdf_page
from lianxin.foundation.papers.sheet import Sheet, day_words, paragraph, paragraphs, qr, table
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, Words, found_for, press, typed
from lianxin.work.opinions import workflow
from lianxin.work.opinions.forms.fields import Places
from lianxin.work.opinions.forms.surveys import (
    NewSurveyForm,
    QuestionForm,
    SurveyForm,
    TicketsForm,
)
from lianxin.work.opinions.models import Question, Survey
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.views.stepping import room_crumb, step_page, tabs_of

MOST_ROWS = 100
CODES_A_ROW = 3


def _crumbs(survey=None):
    crumbs = [room_crumb("opinions:surveys", _("问卷调查"))]
    return [*crumbs, (str(survey), survey.get_absolute_url())] if survey else crumbs


def survey_for(request, pk, permission: str = "") -> Survey:
    return found_for(request, Survey, pk, permission, related=("body", "station"))


@require_safe
def listing(request):
    rows = Survey.objects.visible_to(request.user).for_list()[:MOST_ROWS]
    context = {
        "rows": rows,
        "tabs": tabs_of(request.user, "opinions:surveys"),
        "keeps": bool(Places(request.user)),
        "today": localdate(),
    }
    return render(request, "opinions/surveys.html", context)


@require_http_methods(FORM)
def new(request):
    form = NewSurveyForm(typed(request), user=request.user, instance=Survey(by=request.user))
    if not form.places:
        raise PermissionDenied(_("问卷由本级人大工作人员或者家站点人员起草。"))
    return _kept(request, form, _("起草问卷"), reverse("opinions:surveys"))


@require_http_methods(FORM)
def change(request, pk):
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    form = SurveyForm(typed(request), instance=survey)
    return _kept(request, form, _("修改问卷"), survey.get_absolute_url())


def _kept(request, form, heading, back):
    return step_page(
        request,
        form,
        lambda: workflow.draw_up(form.save(commit=False), by=request.user, today=localdate()),
        words=Words(heading, _("保存"), back, crumbs=_crumbs()),
        done=_("已保存。接着加题，加完再发布。"),
        then=lambda survey: survey.get_absolute_url(),
    )


def _step(request, survey, form, act, *, heading, button, done, lead="", then=None):
    back = survey.get_absolute_url()
    return step_page(
        request,
        form,
        act,
        words=Words(heading, button, back, lead=lead or str(survey), crumbs=_crumbs(survey)),
        done=done,
        then=then or back,
    )


@require_http_methods(FORM)
def question(request, pk):
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    form = QuestionForm(typed(request))
    return _step(
        request,
        survey,
        form,
        lambda: workflow.add_question(survey, by=request.user, **form.values()),
        heading=_("加一题"),
        button=_("保存"),
        done=_("已加题。"),
    )


@require_POST
def remove_question(request, pk):
    found = get_object_or_404(Question.objects.select_related("survey__body"), pk=pk)
    survey = survey_for(request, found.survey_id, Permission.RUN_SURVEY)
    return press(
        request,
        lambda: workflow.remove_question(found, by=request.user),
        done=_("已删题。"),
        then=survey,
    )


@require_POST
def publish(request, pk):
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    return press(
        request,
        lambda: workflow.publish(survey, by=request.user, today=localdate()),
        done=_("已发布。请打印二维码，或者把网址发给群众。"),
        then=survey,
    )


@require_POST
def close(request, pk):
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    return press(
        request,
        lambda: workflow.close_survey(survey, by=request.user, today=localdate()),
        done=_("调查已结束，不再收答卷。"),
        then=survey,
    )


@require_http_methods(FORM)
def codes(request, pk):
    """Print one-time codes: they leave on the sheet and cannot be shown again."""
    survey = survey_for(request, pk, Permission.RUN_SURVEY)
    form = TicketsForm(typed(request))
    return _step(
        request,
        survey,
        form,
        lambda: workflow.make_tickets(survey, by=request.user, **form.cleaned_data),
        heading=_("打印填写码"),
        button=_("生成并打印"),
        done=_("填写码已生成。"),
        then=lambda made: pdf_page(_codes_sheet(survey, made), _("填写码")),
        lead=_("一码填一份，剪开发给群众。系统只存校验值，这一页关了就不能再看，请当场打印。"),
    )


def _codes_sheet(survey: Survey, made: list[str]) -> Sheet:
    rows = [made[at : at + CODES_A_ROW] for at in range(0, len(made), CODES_A_ROW)]
    rows[-1] = rows[-1] + [""] * (CODES_A_ROW - len(rows[-1]))
    return Sheet(
        title=_("%s|填写码") % survey.title,
        blocks=[
            qr(survey.public_url, _("扫码填写。每个填写码只能填一份，填写不记姓名。")),
            table([_("填写码")] * CODES_A_ROW, rows, [1] * CODES_A_ROW),
        ],
        has_closing=False,
    )


@require_safe
def poster(request, pk):
    """The QR of a survey, to hang up."""
    survey = survey_for(request, pk)
    require(request.user, Permission.RUN_SURVEY, survey)
    days = _("填写时间：%(since)s至%(until)s。") % {
        "since": day_words(survey.opens_on),
        "until": day_words(survey.closes_on),
    }
    sheet = Sheet(
        title=survey.title,
        blocks=[
            *paragraphs(survey.introduction),
            paragraph(days),
            qr(survey.public_url, _("扫码填写，不用注册，不记姓名。")),
        ],
        issuer=str(survey.station or survey.body.name),
        has_closing=False,
    )
    return pdf_page(sheet, survey.title)
