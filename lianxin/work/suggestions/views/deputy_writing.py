"""Writing a suggestion on a phone: the draft keeps itself, advice never blocks."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.people.models import Office, Person
from lianxin.foundation.people.permissions import may
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import NoRule, due, rule
from lianxin.foundation.stepping import FORM, REFUSED, UNFIT, typed, words_of
from lianxin.ui.menu import Entry
from lianxin.work.suggestions import mine, workflow
from lianxin.work.suggestions.checks import advice_on
from lianxin.work.suggestions.forms.deputy import DeputySearchForm, SuggestionForm
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.views.deputy import EDITABLE, editable_or_404, step_methods
from lianxin.work.suggestions.views.likeness import similar_address, similar_to_typed
from lianxin.work.suggestions.workflow.writing import StalePage, lead_of

# A title of fewer characters is not yet worth a draft of its own.
SHORTEST_KEPT = 4
# Within which a second draft of the same title is the first one sent twice.
A_MOMENT = timedelta(minutes=1)


@require_http_methods(FORM)
def write(request):
    """Begin a suggestion, for oneself or, as clerk or liaison, for a deputy (代录)."""
    today = localdate()
    body, person = _whose(request)
    if body is None or person is None:
        return redirect("suggestions:write_for")
    form, status = SuggestionForm(typed(request), body=body, today=today), 200
    if "similar" in request.POST:
        return _page(request, form, body, person, suggestion=None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                twin = _twin(request, body, person, form)
                draft = _autosaved(request, person) or twin
                if draft is None:
                    draft = workflow.draft(
                        body, person=person, by=request.user, today=today, **form.kept
                    )
                    return _saved(request, draft)
        except Refused as refusal:
            form.add_error(None, words_of(refusal))
            status = REFUSED
        else:
            return _save(request, draft, form)
    return _page(request, form, body, person, suggestion=None, status=status)


@step_methods
def edit(request, pk):
    suggestion = editable_or_404(request, pk)
    if suggestion.status not in EDITABLE:
        messages.info(request, _("已经提交，不能再修改。需要更正的，请联系人大工作人员。"))
        return redirect("suggestions:follow", pk=pk)
    form = SuggestionForm(
        typed(request), body=suggestion.body, today=localdate(), suggestion=suggestion
    )
    if request.method == "POST" and "similar" not in request.POST and form.is_valid():
        return _save(request, suggestion, form)
    return _page(request, form, suggestion.body, lead_of(suggestion).person, suggestion=suggestion)


def _save(request, suggestion, form):
    stale = None
    try:
        workflow.edit(
            suggestion,
            by=request.user,
            today=localdate(),
            version=form.cleaned_data["version"],
            **form.kept,
        )
    except StalePage as refusal:
        stale = Suggestion.objects.get(pk=suggestion.pk)
        if all(getattr(stale, name) == value for name, value in form.kept.items()):
            # Its own page kept it a moment ago: nothing differs, nothing is lost.
            return _saved(request, suggestion)
        form.add_error(None, words_of(refusal))
        form.data = form.data.copy()
        form.data["version"] = stale.version
    except Refused as refusal:
        form.add_error(None, words_of(refusal))
    else:
        return _saved(request, suggestion)
    person = lead_of(suggestion).person
    return _page(
        request,
        form,
        suggestion.body,
        person,
        suggestion=suggestion,
        stale=stale,
        status=REFUSED,
    )


def _saved(request, suggestion):
    if "next" in request.POST:
        return redirect("suggestions:submission", pk=suggestion.pk)
    if "cosign" in request.POST:
        return redirect("suggestions:cosigners", pk=suggestion.pk)
    messages.success(request, _("草稿已保存。"))
    return redirect("suggestions:edit", pk=suggestion.pk)


def _page(request, form, body, person, *, suggestion, stale=None, status=200):
    asks_similar = "similar" in request.POST
    if form.is_bound and status == 200 and not asks_similar:
        status = UNFIT
    context = {
        "form": form,
        "body": body,
        "person": person,
        "suggestion": suggestion,
        "stale": stale,
        "is_for_another": person.pk != request.user.person_id,
        "body_tabs": _body_tabs(request.user, body) if suggestion is None else [],
        "offices": Office.objects.current().filter(body=body).values_list("name", flat=True),
        "attachments": (
            suggestion.attachments.filter(reply=None).select_related("file") if suggestion else []
        ),
        "keeps_itself": suggestion is None or suggestion.status == Matter.Status.DRAFT,
        "autosave": _autosave_address(body, person, suggestion),
        "similar_address": similar_address(body, suggestion),
        "similar": similar_to_typed(request, body, suggestion) if asks_similar else None,
        "draft_name": f"suggestion-{suggestion.pk if suggestion else f'for-{person.pk}'}",
        "drafts": [] if suggestion else _unfinished(request.user, person),
    }
    return render(request, "suggestions/deputy/write.html", context, status=status)


def _body_tabs(user, body) -> list[Entry]:
    """Deputies of several congresses choose the one first."""
    bodies = mine.bodies_to_write_to(user)
    if len(bodies) < 2:
        return []
    return [Entry(one.short_name, f"?body={one.pk}", one == body, None) for one in bodies]


def _unfinished(user, person):
    """Drafts begun before, lest the same thing be written twice."""
    return Suggestion.objects.visible_to(user).filter(
        status=Matter.Status.DRAFT, proposers__person=person, proposers__is_lead=True
    )[:5]


def _autosave_address(body, person, suggestion) -> str:
    query = {"body": body.pk, "for": person.pk} if suggestion is None else None
    return reverse("suggestions:autosave", query=query)


@require_POST
def autosave(request):
    """Keep what stands in the form, from a page with a script; answers with the page's state.

    The hidden fields `draft` and `version` come back with it, so that a new
    page goes on with the draft it has just made.
    """
    today = localdate()
    user = request.user
    body, person = _whose(request)
    pk = request.POST.get("draft", "")
    suggestion = editable_or_404(request, pk) if pk.isdecimal() else None
    if suggestion is None and (body is None or person is None):
        raise PermissionDenied
    form = SuggestionForm(
        request.POST,
        body=suggestion.body if suggestion else body,
        today=today,
        suggestion=suggestion,
    )
    state = {"draft": suggestion.pk if suggestion else "", "version": request.POST.get("version")}
    if not form.is_valid() or len(form.cleaned_data["title"]) < SHORTEST_KEPT:
        state["words"] = _("写好标题以后，会自动保存。")
        return render(request, "suggestions/deputy/_autosaved.html", state)
    try:
        if suggestion is None:
            with transaction.atomic():
                # A twin holds what was sent after this: it is not written over.
                suggestion = _twin(request, body, person, form) or workflow.draft(
                    body, person=person, by=user, today=today, **form.kept
                )
        else:
            workflow.edit(
                suggestion,
                by=user,
                today=today,
                version=form.cleaned_data["version"],
                is_autosave=True,
                **form.kept,
            )
    except Refused as refusal:
        state["words"] = words_of(refusal)
        return render(request, "suggestions/deputy/_autosaved.html", state)
    state |= {
        "draft": suggestion.pk,
        "version": suggestion.version,
        "at": timezone.localtime(),
    }
    return render(request, "suggestions/deputy/_autosaved.html", state)


def _autosaved(request, person) -> Suggestion | None:
    """The draft a new page has made of itself, when its script was running."""
    pk = request.POST.get("draft", "")
    if not pk.isdecimal():
        return None
    mine_now = Suggestion.objects.visible_to(request.user).filter(
        pk=pk, status=Matter.Status.DRAFT, proposers__person=person, proposers__is_lead=True
    )
    return mine_now.select_related("body", "session__term").first()


def _twin(request, body, person, form) -> Suggestion | None:
    """The draft the same page began a moment ago: by keeping itself, or by a second press.

    Called in a transaction; whoever comes second waits for the first.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    twins = Suggestion.objects.filter(
        body=body,
        title=form.cleaned_data["title"],
        status=Matter.Status.DRAFT,
        created_by=request.user,
        created_at__gte=timezone.now() - A_MOMENT,
        proposers__person=person,
        proposers__is_lead=True,
    )
    return twins.select_related("body", "session__term").order_by("pk").first()


def _whose(request):
    """The body it is raised to and the lead deputy: (None, None) while a clerk has not chosen."""
    user = request.user
    asked = request.GET.get("body", "")
    for_pk = request.GET.get("for", "")
    if for_pk and for_pk != str(user.person_id):
        return _for_another(user, asked, for_pk)
    bodies = mine.bodies_to_write_to(user)
    if not bodies:
        if mine.bodies_to_write_for(user):
            return None, None
        raise PermissionDenied(_("提出建议是代表的权利，您的账号不是代表。"))
    chosen = next((body for body in bodies if str(body.pk) == asked), bodies[0])
    return chosen, user.person


def _for_another(user, asked, for_pk):
    bodies = mine.bodies_to_write_for(user)
    if not bodies:
        raise PermissionDenied(_("只有人大工作人员和站点联络员可以代代表填写。"))
    body = next((body for body in bodies if str(body.pk) == asked), bodies[0])
    people = mine.deputies_in_office(body)
    return body, get_object_or_404(people, pk=for_pk if for_pk.isdecimal() else 0)


@require_safe
def write_for(request):
    """First the deputy, then the words: whom does the clerk or liaison write for?"""
    bodies = mine.bodies_to_write_for(request.user)
    if not bodies:
        raise PermissionDenied(_("只有人大工作人员和站点联络员可以代代表填写。"))
    asked = request.GET.get("body", "")
    body = next((body for body in bodies if str(body.pk) == asked), bodies[0])
    search = DeputySearchForm(request.GET)
    context = {
        "bodies": bodies,
        "body": body,
        "search": search,
        "found": search.apply(body),
        "is_searched": bool(search.cleaned_data.get("q")),
    }
    template = "suggestions/deputy/write_for.html"
    if request.htmx:
        template = "suggestions/deputy/_found_to_write.html"
    return render(request, template, context)


@step_methods
def submission(request, pk):
    """Read it once more, with advice that never blocks, and hand it in."""
    suggestion = editable_or_404(request, pk)
    if suggestion.status not in EDITABLE:
        return redirect("suggestions:follow", pk=pk)
    refused = ""
    if request.method == "POST":
        try:
            workflow.submit(suggestion, by=request.user, today=localdate())
        except Refused as refusal:
            refused = words_of(refusal)
        else:
            messages.success(request, _("已提交。办理到哪一步，随时可以在这里看。"))
            return redirect("suggestions:follow", pk=pk)
    proposers = list(suggestion.proposers.select_related("person"))
    lead = next(item.person for item in proposers if item.is_lead)
    is_motion = suggestion.kind == Matter.Kind.MOTION
    context = {
        "suggestion": suggestion,
        "is_motion": is_motion,
        "lead": lead,
        "is_for_another": lead.pk != request.user.person_id,
        "invited": [item for item in proposers if item.state == Proposer.State.INVITED],
        "confirmed": [
            item
            for item in proposers
            if item.state == Proposer.State.CONFIRMED and not item.is_lead
        ],
        "needed": (rule("motion.cosigners", suggestion.body, localdate()) if is_motion else None),
        "advice": advice_on(suggestion.title, suggestion.text),
        "attachments": suggestion.attachments.filter(reply=None).select_related("file"),
        "handed_over_by": _handed_over_by(suggestion),
        "refused": refused,
        "may_cosign": may(request.user, Permission.EDIT, suggestion),
    }
    status = REFUSED if refused else 200
    return render(request, "suggestions/deputy/submission.html", context, status=status)


def _handed_over_by(suggestion):
    """Day by which it would be handed over if submitted today; None where no rule says."""
    try:
        return due("suggestion.handover", localdate(), body=suggestion.body)
    except NoRule:
        return None
