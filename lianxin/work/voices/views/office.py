"""The one page of the office a message was handed to."""

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Matter
from lianxin.engines.matters.permissions import Permission as Matters
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.voices.forms import steps as forms
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.permissions import Permission, text_for


def office_assignment(request, pk) -> Assignment:
    """A message handed to one of the user's offices; whatever belongs to others does not exist."""
    return get_object_or_404(
        Assignment.objects.active().select_related("office", "matter__body"),
        pk=pk,
        office_id__in=request.user.office_ids(),
        matter__kind=Matter.Kind.MESSAGE,
    )


@require_http_methods(FORM)
def office(request, pk):
    """The office's one page: sign for it, answer the voter, or give it back."""
    assignment = office_assignment(request, pk)
    message = VoterMessage.objects.select_related("body", "station").get(pk=assignment.matter_id)
    assignment.matter = message
    today = localdate()
    signs = may(request.user, Matters.SIGN, assignment)
    returning = "return" in request.GET
    is_open = assignment.status in {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED}
    closed = "" if is_open else _("承办状态现在是“%s”。") % assignment.get_status_display()
    if is_open and returning and not signs:
        closed = _("退回要由单位负责人提交。请您把情况报告负责人，由负责人登录办理。")

    def reply(result_class, text):
        if not signs:
            draft = handling.save_reply(
                assignment, by=request.user, today=today, result_class=result_class, text=text
            )
            return handling.send_for_signature(draft, by=request.user, today=today)
        if assignment.status == Assignment.Status.ASSIGNED:
            handling.receive(assignment, by=request.user, today=today, handler=request.user.name)
        draft = handling.save_reply(
            assignment, by=request.user, today=today, result_class=result_class, text=text
        )
        return handling.issue_reply(draft, by=request.user, today=today)

    def give_back(reason, suggested_office):
        handling.ask_return(
            assignment,
            reason=reason,
            suggested_office=suggested_office,
            by=request.user,
            today=today,
        )

    draft = assignment.replies.filter(state="draft", round=assignment.round).first()
    initial = {"text": draft.text, "result_class": draft.result_class} if draft else {}
    context = {
        "message": message,
        "assignment": assignment,
        "heading": _("退回") if returning else _("答复选民"),
        "button": _("退回") if returning else _("发给选民") if signs else _("送负责人签发"),
        "back": message.get_absolute_url(),
        "text": text_for(request.user, message),
        "is_grave": returning,
        "closed": closed,
        "returning": returning,
        "shows_text": True,
        "may_return": signs and is_open and not returning,
        "waits_for_head": bool(draft and draft.to_sign_on and not signs),
        "contact": message.contact
        if hasattr(message, "contact") and may(request.user, Permission.READ_CONTACT, message)
        else None,
    }
    form: Form
    if returning:
        form = forms.OfficeReturnForm(typed(request))
        done = _("已退回，等待另行交办。")
    else:
        form = forms.OfficeReplyForm(typed(request), initial=initial)
        done = _("已答复选民。") if signs else _("已送负责人签发。")
    if request.method == "POST" and closed:
        raise PermissionDenied(closed)
    return step_page(
        request,
        form,
        give_back if returning else reply,
        done=done,
        then=message.get_absolute_url(),
        template="voices/office.html",
        context=context,
    )
