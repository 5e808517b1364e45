"""A deputy's own pages: the list, following, co-signing, withdrawing."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Attachment, Matter, Proposer, Reply
from lianxin.foundation.files.storing import prepare, store
from lianxin.foundation.people.models import Person
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.suggestions import mine, workflow
from lianxin.work.suggestions.forms.deputy import DeputySearchForm, ReasonForm
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.progress import next_step, stages

EDITABLE = (Matter.Status.DRAFT, Matter.Status.COSIGNING, Matter.Status.RETURNED)
step_methods = require_http_methods(FORM)


def suggestion_or_404(request, pk) -> Suggestion:
    """A suggestion that exists for the user."""
    found = Suggestion.objects.visible_to(request.user).select_related(
        "body", "session__term", "lead_office", "merged_into__body", "merged_into__lead_office"
    )
    return get_object_or_404(found, pk=pk)


def editable_or_404(request, pk) -> Suggestion:
    """A suggestion the user may change, submit or withdraw."""
    suggestion = suggestion_or_404(request, pk)
    require(request.user, Permission.EDIT, suggestion)
    return suggestion


@require_safe
def my_suggestions(request):
    """All the deputy raised or co-signed: what waits for him first, then in hand, then ended."""
    user = request.user
    if user.person_id is None:
        raise PermissionDenied(_("“我的建议”是代表的页面，您的账号没有对应的代表。"))
    rows = mine.rows_of(user.person)
    context = {
        "waiting": sorted((row for row in rows if row.button), key=lambda row: not row.is_asked),
        "in_hand": [row for row in rows if not row.button and not row.is_ended],
        "ended": [row for row in rows if not row.button and row.is_ended],
        "may_write": bool(mine.bodies_to_write_to(user)),
    }
    return render(request, "suggestions/deputy/mine.html", context)


@require_safe
def follow(request, pk):
    """Where it stands, in words, from 已提交 to 办结."""
    suggestion = suggestion_or_404(request, pk)
    followed = suggestion.merged_into or suggestion
    user = request.user
    proposers = list(suggestion.proposers.select_related("person"))
    invited = [item.person.name for item in proposers if item.state == Proposer.State.INVITED]
    replies = (
        Reply.objects.filter(assignment__matter=followed, state=Reply.State.ISSUED)
        .exclude(assignment__role="assist")
        .select_related("assignment__office")
        .prefetch_related("promises__reports", "evaluations__person", "evaluations__recorded_by")
    )
    person = user.person if user.person_id else None
    context = {
        "suggestion": suggestion,
        "followed": followed,
        "proposers": proposers,
        "stages": stages(followed),
        "next_step": next_step(followed, invited="、".join(invited)),
        "replies": replies,
        "to_judge": {reply.pk for reply in mine.replies_to_judge(person)} if person else set(),
        "kept": {item.pk for item in mine.promises_to_judge(person)} if person else set(),
        "assignments": followed.assignments.active().select_related("office"),
        "attachments": suggestion.attachments.filter(reply=None).select_related("file"),
        "may_edit": suggestion.status in EDITABLE and may(user, Permission.EDIT, suggestion),
        "may_withdraw": _may_withdraw(user, suggestion),
    }
    return render(request, "suggestions/deputy/follow.html", context)


def _may_withdraw(user, suggestion) -> bool:
    sources, _target = handling.MOVES["withdraw"]
    is_drafted = suggestion.status in {Matter.Status.DRAFT, Matter.Status.COSIGNING}
    return (
        suggestion.status in sources and not is_drafted and may(user, Permission.EDIT, suggestion)
    )


@step_methods
def withdraw(request, pk):
    suggestion = editable_or_404(request, pk)
    back = reverse("suggestions:follow", args=[pk])
    return step_page(
        request,
        ReasonForm(typed(request)),
        partial(workflow.withdraw, suggestion, by=request.user, today=localdate()),
        words=Words(
            _("撤回建议"),
            _("撤回"),
            back,
            lead=_("撤回以后，办理随即停止。需要再提的，请重新写一件。"),
            crumbs=[(Truncator(suggestion.title).chars(24), back)],
            is_grave=True,
        ),
        done=_("已撤回，不再办理。"),
        then="suggestions:mine" if request.user.person_id else suggestion,
    )


@require_POST
def discard(request, pk):
    """Throw away a draft nobody has received."""
    suggestion = editable_or_404(request, pk)
    return press(
        request,
        lambda: workflow.discard_draft(suggestion, by=request.user, today=localdate()),
        done=_("草稿已删除。"),
        then="suggestions:mine" if request.user.person_id else "desk:home",
        back=reverse("suggestions:follow", args=[pk]),
    )


@step_methods
def cosigners(request, pk):
    """Who co-signs; look for others by name or pinyin and invite them."""
    suggestion = editable_or_404(request, pk)
    if suggestion.status not in EDITABLE:
        messages.info(request, _("已经提交，不能再改联名名单。"))
        return redirect("suggestions:follow", pk=pk)
    if request.method == "POST":
        chosen = mine.deputies_in_office(suggestion.body).filter(
            pk__in=[pk for pk in request.POST.getlist("persons") if pk.isdecimal()]
        )

        def act():
            if not chosen:
                raise Refused(_("还没有勾选代表。请先查找并勾选，再点邀请。"))
            return workflow.invite(suggestion, persons=chosen, by=request.user, today=localdate())

        def done(added):
            return _("已邀请%s，等对方确认。") % "、".join(person.name for person in added)

        return press(request, act, done=done, then=request.path)
    search = DeputySearchForm(request.GET)
    found = search.apply(suggestion.body)
    proposers = list(suggestion.proposers.select_related("person"))
    known = {proposer.person_id for proposer in proposers}
    user = request.user
    context = {
        "suggestion": suggestion,
        "search": search,
        "found": [person for person in found if person.pk not in known],
        "proposers": proposers,
        "is_searched": bool(search.cleaned_data.get("q")),
        "may_record": may(user, Permission.WRITE_FOR, suggestion),
        "needed": _needed(suggestion),
        "signed": sum(item.state == Proposer.State.CONFIRMED for item in proposers),
    }
    template = "suggestions/deputy/cosigners.html"
    if request.htmx:
        template = "suggestions/deputy/_found.html"
    return render(request, template, context)


def _needed(suggestion):
    if suggestion.kind != Matter.Kind.MOTION:
        return None
    return rule("motion.cosigners", suggestion.body, localdate())


@require_POST
def uninvite(request, pk, person_pk):
    suggestion = editable_or_404(request, pk)
    person = get_object_or_404(Person, pk=person_pk, proposed__matter=suggestion)
    return press(
        request,
        lambda: workflow.uninvite(suggestion, person=person, by=request.user, today=localdate()),
        done=_("已把%s移出名单。") % person.name,
        then=reverse("suggestions:cosigners", args=[pk]),
    )


@step_methods
def cosigning(request, pk):
    """The invited deputy reads and answers."""
    if _declined_already(request, pk):
        messages.success(request, _("已告诉对方，您不参加联名。"))
        return redirect("suggestions:mine")
    suggestion = suggestion_or_404(request, pk)
    proposer = get_object_or_404(
        suggestion.proposers.select_related("person"),
        person_id=request.user.person_id,
        is_lead=False,
    )
    if request.method == "POST":
        agrees = "agree" in request.POST
        return press(
            request,
            lambda: workflow.answer_invitation(
                suggestion,
                person=proposer.person,
                agrees=agrees,
                by=request.user,
                today=localdate(),
            ),
            done=_("已确认联名，谢谢。") if agrees else _("已告诉对方，您不参加联名。"),
            then="suggestions:mine",
        )
    lead = suggestion.proposers.select_related("person").get(is_lead=True)
    context = {
        "suggestion": suggestion,
        "proposer": proposer,
        "lead": lead.person,
        "is_open": suggestion.status in EDITABLE,
    }
    return render(request, "suggestions/deputy/cosigning.html", context)


def _declined_already(request, pk) -> bool:
    """Pressed twice: who has declined does not see the draft any more."""
    if request.method != "POST" or "agree" in request.POST:
        return False
    own = Proposer.objects.filter(matter=pk, person=request.user.person_id, is_lead=False)
    return own.filter(state=Proposer.State.DECLINED).exists()


@require_POST
def attach(request, pk):
    """Add pictures or documents to what is not yet submitted."""
    suggestion = editable_or_404(request, pk)

    def act():
        if suggestion.status not in EDITABLE:
            raise Refused(_("已经提交，不能再加附件。需要补充的，请联系人大工作人员。"))
        if not request.FILES:
            raise Refused(_("还没有选择文件。请先选择照片或者文件，再上传。"))
        # Looking at large pictures takes seconds in which others may write.
        prepared = [prepare(upload) for upload in request.FILES.getlist("files")]
        with transaction.atomic():
            for upload in prepared:
                stored = store(upload, by=request.user, body=suggestion.body)
                handling.attach(suggestion, stored, by=request.user)

    back = reverse("suggestions:edit", args=[pk])
    return press(request, act, done=_("附件已上传。"), then=back)


@require_POST
def detach(request, pk, attachment_pk):
    suggestion = editable_or_404(request, pk)
    attachment = get_object_or_404(
        Attachment.objects.select_related("file", "matter__body"),
        pk=attachment_pk,
        matter=suggestion,
        reply=None,
    )
    return press(
        request,
        lambda: handling.detach(attachment, by=request.user),
        done=_("附件已删除。"),
        then=reverse("suggestions:edit", args=[pk]),
    )
