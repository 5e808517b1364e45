"""Requests for permission to restrain a deputy, and reports that it was done (art. 39)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.stepping import FORM, Words, step_page, typed
from lianxin.work.care import workflow
from lianxin.work.care.forms import AnswerForm, DecideForm, LibertyForm, SubmitForm
from lianxin.work.care.models import LibertyRequest
from lianxin.work.care.permissions import Permission
from lianxin.work.care.views.common import body_for, case_for, crumbs


@require_http_methods(FORM)
def new(request):
    body = body_for(request)
    if body.is_street:
        raise PermissionDenied(
            _("街道的代表是县级人大代表，许可和报告由县级人大常委会登记。请转请其办理。")
        )
    form = LibertyForm(typed(request), body=body, initial={"received_on": localdate()})
    lead = (
        _(
            "县级代表：逮捕、刑事审判和其他限制人身自由的措施，大会期间由主席团、闭会期间由常委会许可；现行犯被拘留的立即报告。"
        )
        if body.is_county
        else _(
            "乡镇代表：被逮捕、受刑事审判或者被限制人身自由的，执行机关应当立即报告乡镇人大；不作许可决定。"
        )
    )
    return step_page(
        request,
        form,
        lambda seat, **values: workflow.register_liberty(
            seat, by=request.user, today=localdate(), **values
        ),
        words=Words(
            _("登记许可申请和报告"),
            _("登记"),
            reverse("care:list"),
            lead=lead,
            crumbs=crumbs(request),
        ),
        done=_("已登记。办结以前不通知代表本人。"),
        then=lambda made: made.case.get_absolute_url(),
    )


def _asked(request, pk: int) -> LibertyRequest:
    case = case_for(request, pk, Permission.KEEP)
    asked = getattr(case, "liberty", None)
    if asked is None:
        raise Http404
    return asked


def _step(request, asked, form, act, heading, done):
    case = asked.case
    return step_page(
        request,
        form,
        lambda **values: act(asked, by=request.user, today=localdate(), **values),
        words=Words(
            heading,
            _("登记"),
            case.get_absolute_url(),
            lead=f"{asked.organ} · {asked.get_measure_display()}",
            crumbs=crumbs(request, case),
        ),
        done=done,
        then=case.get_absolute_url(),
    )


@require_http_methods(FORM)
def submit(request, pk):
    asked = _asked(request, pk)
    form = SubmitForm(typed(request), initial={"on": localdate(), "before": asked.before})
    return _step(request, asked, form, workflow.submit, _("提交主席团或者常委会"), _("已登记。"))


@require_http_methods(FORM)
def decide(request, pk):
    asked = _asked(request, pk)
    form = DecideForm(typed(request), initial={"on": localdate()})
    return _step(request, asked, form, workflow.decide, _("登记会议的决定"), _("已登记决定。"))


@require_http_methods(FORM)
def answer(request, pk):
    asked = _asked(request, pk)
    form = AnswerForm(typed(request), initial={"on": localdate()})
    return _step(request, asked, form, workflow.answer_organ, _("答复提请机关"), _("已登记。"))
