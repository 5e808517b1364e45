"""Questions of deputies, answers of the clerk, the suggestion a question becomes."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.foundation.stepping import words_of as words_said
from lianxin.ui.paging import paginate
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.forms import AnswerForm, QuestionForm
from lianxin.work.bulletins.models import Question
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.queries import bodies_kept
from lianxin.work.bulletins.views.common import receipt_for, words_of


@require_http_methods(FORM)
def question_new(request, pk):
    receipt = receipt_for(request, pk)
    return step_page(
        request,
        QuestionForm(typed(request)),
        lambda text: workflow.ask(receipt, text=text, by=request.user, today=localdate()),
        words=words_of(
            receipt.bulletin,
            _("提问题、说意见"),
            _("发给人大工作人员"),
            lead=_("由人大工作人员答复您。要办理的事，得到答复以后可以写成代表建议。"),
        ),
        done=_("已发出。有了答复会通知您。"),
        then=lambda question: question.get_absolute_url(),
    )


@require_safe
def questions(request):
    """Those put to one's body, and one's own; `?only=waiting` those without an answer."""
    only = request.GET.get("only", "")
    found = Question.objects.visible_to(request.user)
    if only == "waiting":
        kept = bodies_kept(request.user).values("pk")
        found = found.waiting().filter(bulletin__body__in=kept)
    page = paginate(
        request, found, rows=Question.objects.select_related("bulletin__body", "person")
    )
    kept_ids = set(bodies_kept(request.user).values_list("pk", flat=True))
    context = {
        "page": page,
        "rows": [(one, one.bulletin.body_id in kept_ids) for one in page],
        "only": only,
    }
    return render(request, "bulletins/questions.html", context)


def _question_for(request, pk: int) -> Question:
    found = Question.objects.visible_to(request.user)
    return get_object_or_404(found.select_related("bulletin__body", "person", "matter"), pk=pk)


@require_http_methods(FORM)
def answer(request, pk):
    question = _question_for(request, pk)
    require(request.user, Permission.ANSWER, question)
    return step_page(
        request,
        AnswerForm(typed(request)),
        lambda answer: workflow.answer(question, answer=answer, by=request.user, today=localdate()),
        words=words_of(
            question.bulletin,
            _("答复%s代表") % question.person.name,
            _("答复"),
            lead=question.text,
        ),
        done=_("已答复，代表会收到通知。"),
        then=lambda _none: question.get_absolute_url(),
    )


@require_POST
def suggest(request, pk):
    question = _question_for(request, pk)
    require(request.user, Permission.SUGGEST, question)
    try:
        matter = workflow.suggest(question, by=request.user, today=localdate())
    except Refused as refusal:
        messages.error(request, words_said(refusal))
        return redirect(question)
    messages.success(request, _("已写成建议草稿。请写清案由和要求，再提交。"))
    return redirect(reverse("suggestions:edit", args=[matter.pk]))
