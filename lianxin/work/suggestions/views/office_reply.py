"""The reply editor, its preview as an official letter, signing."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.engines.matters import workflow
from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Assignment, Attachment, Reply
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.files.storing import prepare, store
from lianxin.foundation.people.models import Grant, Role
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, press, words_of
from lianxin.work.suggestions import inbox
from lianxin.work.suggestions.attachments import may_read_reply
from lianxin.work.suggestions.forms.office import (
    ItemRows,
    PromiseRows,
    ReplyForm,
    fingerprint,
    typed_rows,
)
from lianxin.work.suggestions.letter import letter_of, matter_name, next_document_no
from lianxin.work.suggestions.reply_templates import (
    OPINION,
    is_untouched,
    places_left,
    template_text,
)
from lianxin.work.suggestions.views.office import assignment_or_404

# Buttons that change the page and keep nothing.
REDRAWING = {"add_item", "add_promise", "apply_template"}
ITEM_FIELDS = ("request", "outcome", "answer")
PROMISE_FIELDS = ("text", "due_on")


@require_http_methods(FORM)
def reply(request, pk):
    """Write the reply or assisting opinion; a draft stays inside the office."""
    assignment = assignment_or_404(request, pk)
    if assignment.status not in {Assignment.Status.ASSIGNED, Assignment.Status.RECEIVED}:
        messages.info(
            request,
            _("承办状态现在是“%s”，不需要写答复。") % assignment.get_status_display(),
        )
        return redirect(assignment.matter)
    draft = _draft(assignment)
    if request.method != "POST":
        return _editor(request, assignment, draft, **_stored(request, assignment, draft))
    if REDRAWING & request.POST.keys():
        return _editor(request, assignment, draft, **_redrawn(request, assignment))
    return _save(request, assignment)


def _save(request, assignment):
    is_opinion = assignment.role == Assignment.Role.ASSIST
    today = localdate()
    form = ReplyForm(request.POST, body=assignment.body, on=today, is_opinion=is_opinion)
    items = ItemRows(request.POST, prefix="items")
    promises = PromiseRows(request.POST, prefix="promises")
    # An opinion has no rows, and its page sends none.
    parts = (form,) if is_opinion else (form, items, promises)
    # Drawn even when the first is at fault, so that all faults are shown at once.
    valid = [part.is_valid() for part in parts]
    stale, status = None, UNFIT
    if all(valid):
        try:
            with transaction.atomic():
                # The row lock makes the comparison and the saving one act.
                Assignment.objects.select_for_update().get(pk=assignment.pk)
                draft = _draft(assignment)
                if fingerprint(draft) != form.cleaned_data["base"]:
                    stale = draft
                    raise Refused(
                        _("这份草稿在别处已经改过。您刚才输入的内容还在下面，请对照后再保存。")
                    )
                draft = workflow.save_reply(
                    assignment,
                    by=request.user,
                    today=today,
                    items=[] if is_opinion else items.filled,
                    promises=[] if is_opinion else promises.filled,
                    **form.kept,
                )
                if "send" in request.POST:
                    _check_places(draft)
                    workflow.send_for_signature(draft, by=request.user, today=today)
        except Refused as refusal:
            form.add_error(None, words_of(refusal))
            status = REFUSED
        else:
            return _saved(request, assignment)
    if stale is not None:
        typed = request.POST.copy()
        typed["base"] = fingerprint(stale)
        form.data = typed
    return _editor(
        request,
        assignment,
        _draft(assignment),
        form=form,
        items=items,
        promises=promises,
        stale=stale,
        status=status,
    )


def _saved(request, assignment):
    if "preview" in request.POST:
        return redirect("suggestions:reply_preview", pk=assignment.pk)
    if "send" in request.POST:
        messages.success(request, _("已送负责人签发。签发之前，单位以外的人看不到。"))
        return redirect("suggestions:reply_preview", pk=assignment.pk)
    messages.success(request, _("草稿已保存。签发之前，单位以外的人看不到。"))
    return redirect("suggestions:reply", pk=assignment.pk)


def _editor(request, assignment, draft, *, form, items, promises, stale=None, status=200):
    today = localdate()
    context = {
        "assignment": assignment,
        "matter": assignment.matter,
        "row": inbox.row_of(
            assignment, today, signs=False, marks=inbox.thresholds(assignment.body, today)
        ),
        "form": form,
        "items": items,
        "promises": promises,
        "draft": draft,
        "stale": stale,
        "is_opinion": assignment.role == Assignment.Role.ASSIST,
        "may_sign": may(request.user, Permission.SIGN, assignment),
        "name": matter_name(assignment.matter),
        "judges": judges_of(assignment.matter),
        "attachments": _attachments(draft),
    }
    return render(request, "suggestions/office/reply.html", context, status=status)


def _stored(request, assignment, draft) -> dict:
    """The editor's forms filled from the stored draft, or for a new one from what is known."""
    office = assignment.office
    today = localdate()
    initial = {
        "contact": assignment.handler or office.contact,
        "contact_phone": assignment.handler_phone or office.phone,
        "is_public": not assignment.matter.is_confidential,
        "document_no": next_document_no(office, today.year),
        "text": _opening_text(assignment),
        "signatory": _head_of(office),
    }
    items, promises = [], []
    if draft:
        initial = {name: getattr(draft, name) for name in workflow_fields(draft)}
        initial["signatory"] = draft.signatory or _head_of(office)
        initial["document_no"] = draft.document_no or next_document_no(office, today.year)
        items = list(draft.items.values(*ITEM_FIELDS))
        promises = list(draft.promises.values(*PROMISE_FIELDS))
    initial["base"] = fingerprint(draft)
    return _forms(assignment, initial, items, promises)


def workflow_fields(draft) -> list[str]:
    """Names of the form's fields that a reply keeps."""
    names = ["text", "signatory", "contact", "contact_phone"]
    return names if draft.is_opinion else [*names, "result_class", "document_no", "is_public"]


def _head_of(office) -> str:
    """Name of the office's head, if one has an account."""
    grants = Grant.objects.in_force().filter(office=office, role=Role.OFFICE_HEAD)
    head = grants.select_related("account").first()
    return head.account.name if head else ""


def _opening_text(assignment) -> str:
    if assignment.role != Assignment.Role.ASSIST:
        return ""
    return str(OPINION)


def _redrawn(request, assignment) -> dict:
    """The editor's forms as typed, with one more row or another template."""
    typed = {name: request.POST.get(name, "") for name in ReplyForm.base_fields}
    typed["is_public"] = "is_public" in request.POST
    if "apply_template" in request.POST:
        typed["text"] = _with_template(typed["text"], typed["result_class"])
    return _forms(
        assignment,
        typed,
        typed_rows(request.POST, "items", ITEM_FIELDS),
        typed_rows(request.POST, "promises", PROMISE_FIELDS),
    )


def _with_template(text: str, result_class: str) -> str:
    """The class's template; what somebody wrote himself is kept below it."""
    begin = template_text(result_class)
    if not begin or is_untouched(text):
        return begin or text
    return f"{begin}\n\n{text}"


def _forms(assignment, initial, items, promises) -> dict:
    is_opinion = assignment.role == Assignment.Role.ASSIST
    return {
        "form": ReplyForm(
            initial=initial, body=assignment.body, on=localdate(), is_opinion=is_opinion
        ),
        "items": ItemRows(initial=items, prefix="items"),
        "promises": PromiseRows(initial=promises, prefix="promises"),
    }


@require_POST
def reply_template(request, pk):
    """For pages with a script: the text field with the chosen class's template, if untouched."""
    assignment = assignment_or_404(request, pk)
    text = request.POST.get("text", "")
    if not is_untouched(text):
        return HttpResponse(status=204)
    begin = template_text(request.POST.get("result_class", ""))
    form = ReplyForm(initial={"text": begin}, body=assignment.body, on=localdate())
    return render(request, "suggestions/office/_reply_text.html", {"form": form})


@require_safe
def preview(request, pk):
    """The draft as the letter it will be, with what may be done with it."""
    assignment = assignment_or_404(request, pk)
    draft = _draft(assignment)
    if draft is None:
        raise Http404
    context = {
        "assignment": assignment,
        "matter": assignment.matter,
        "draft": draft,
        "letter": letter_of(draft),
        "may_sign": may(request.user, Permission.SIGN, assignment),
        "places": places_left(draft.text),
        "attachments": _attachments(draft),
    }
    return render(request, "suggestions/office/preview.html", context)


@require_POST
def issue(request, pk):
    """Sign and send the draft to the deputies, or the opinion to the lead office."""
    assignment = assignment_or_404(request, pk)
    draft = _draft(assignment)
    try:
        if draft is None:
            raise Refused(_("这份答复已经发出，不必重复发出。"))
        _check_places(draft)
        workflow.issue_reply(draft, by=request.user, today=localdate())
    except Refused as refusal:
        messages.error(request, words_of(refusal))
        if draft is None:
            return redirect(assignment.matter)
        return redirect("suggestions:reply_preview", pk=assignment.pk)
    words = (
        _("协办意见已送主办单位。")
        if draft.is_opinion
        else _("答复已签发，代表现在可以看到并评价。")
    )
    messages.success(request, words)
    return redirect(assignment.matter)


@require_POST
def send_for_signature(request, pk):
    assignment = assignment_or_404(request, pk)
    draft = _draft(assignment)
    if draft is None:
        raise Http404

    def act():
        _check_places(draft)
        workflow.send_for_signature(draft, by=request.user, today=localdate())

    return press(
        request,
        act,
        done=_("已送负责人签发。签发之前，单位以外的人看不到。"),
        then=reverse("suggestions:reply_preview", args=[assignment.pk]),
    )


def _check_places(draft):
    """A letter with 【写明…】 in it is not finished."""
    if places := places_left(draft.text):
        raise Refused(
            _("答复中还有没有填写的地方：%s。请填好或者删去后再送签、签发。")
            % "、".join(places[:3])
        )


@require_POST
def attach(request, pk):
    """Add files to the draft; they go out with the letter."""
    assignment = assignment_or_404(request, pk)
    require(request.user, Permission.HANDLE, assignment)
    draft = _draft(assignment)
    if draft is None:
        messages.error(request, _("请先保存草稿，再添加附件。"))
        return redirect("suggestions:reply", pk=pk)
    try:
        # Looking at large pictures takes seconds in which others may write.
        prepared = [prepare(upload) for upload in request.FILES.getlist("files")]
        with transaction.atomic():
            for upload in prepared:
                stored = store(upload, by=request.user, body=assignment.body)
                workflow.attach(assignment.matter, stored, by=request.user, reply=draft)
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    else:
        if request.FILES:
            messages.success(request, _("附件已添加。"))
    return redirect("suggestions:reply", pk=pk)


@require_POST
def detach(request, pk, attachment_pk):
    """Take a file off the draft."""
    assignment = assignment_or_404(request, pk)
    require(request.user, Permission.HANDLE, assignment)
    attachment = get_object_or_404(_attachments(_draft(assignment)), pk=attachment_pk)
    try:
        workflow.detach(attachment, by=request.user)
    except Refused as refusal:
        messages.error(request, words_of(refusal))
    return redirect("suggestions:reply", pk=pk)


@require_safe
def letter(request, pk):
    """An issued reply on paper, for whoever may see the suggestion or judges the reply."""
    issued = get_object_or_404(
        Reply.objects.filter(state=Reply.State.ISSUED).select_related(
            "assignment__matter__body",
            "assignment__matter__suggestion__session__term",
            "assignment__office",
        ),
        pk=pk,
    )
    matter = issued.assignment.matter
    if not may_read_reply(request.user, issued, matter):
        raise Http404
    context = {"reply": issued, "letter": letter_of(issued), "matter": matter}
    return render(request, "suggestions/office/letter_page.html", context)


def _draft(assignment) -> Reply | None:
    return (
        Reply.objects.filter(assignment=assignment, round=assignment.round, state=Reply.State.DRAFT)
        .select_related(
            "assignment__matter__body",
            "assignment__matter__suggestion__session__term",
            "assignment__office",
        )
        .first()
    )


def _attachments(draft):
    if draft is None:
        return Attachment.objects.none()
    return Attachment.objects.filter(reply=draft).select_related("file")
