"""The clerk's review: accept, return, refuse, merge, split, number, call back; motions."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.engines.matters.models import Matter, NumberSeries, Proposer
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import typed
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.forms.review import (
    MOST_PARTS,
    AcceptForm,
    AgendaForm,
    CallBackForm,
    ConvertForm,
    CosignerForm,
    MergeForm,
    NumberForm,
    PartForm,
    RefuseForm,
    ReturnForCorrectionForm,
)
from lianxin.work.suggestions.likeness import MERGEABLE, reason_of, similar_to
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission
from lianxin.work.suggestions.views.clerking import (
    clerk_page,
    step_methods,
    suggestion_or_404,
)
from lianxin.work.suggestions.views.likeness import office_advice, similar_ones, topic_advice
from lianxin.work.suggestions.workflow.reviewing import number_scope

S = Matter.Status
MOST_FOUND = 20


@step_methods
def accept(request, pk):
    """受理, with the number and, where it has been made, the call-back."""
    suggestion = suggestion_or_404(request, pk)
    today, by = localdate(), request.user
    form = AcceptForm(typed(request), next_number=next_number(suggestion, today))

    def act(numbering, number, call_back_note):
        workflow.accept(suggestion, by=by, today=today)
        if numbering != AcceptForm.LATER:
            printed = number if numbering == AcceptForm.PRINTED else ""
            workflow.give_number(suggestion, by=by, today=today, number=printed)
        if call_back_note.strip():
            workflow.call_back(suggestion, note_text=call_back_note, by=by, today=today)

    def done(_result):
        if suggestion.number:
            return _("已受理，编为第 %s 号。下一步：交办。") % suggestion.number
        return _("已受理，还没有编号。编号以后才能交办。")

    return clerk_page(
        request,
        suggestion,
        "accept",
        form,
        act,
        done=done,
        template="suggestions/clerk/accept.html",
        similar=similar_ones(request.user, suggestion),
        topics=topic_advice(suggestion),
        offices=office_advice(suggestion),
        shows_text=True,
        shows_phones=True,
    )


@step_methods
def return_for_correction(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(reason):
        workflow.return_for_correction(
            suggestion, reason=reason, by=request.user, today=localdate()
        )

    return clerk_page(
        request,
        suggestion,
        "return_for_correction",
        ReturnForCorrectionForm(typed(request)),
        act,
        done=_("已退回代表修改。修改后再次提交，会回到“待审查”。"),
        shows_text=True,
    )


@step_methods
def refuse(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(ground, reason):
        workflow.refuse(
            suggestion, ground=ground, reason=reason, by=request.user, today=localdate()
        )

    return clerk_page(
        request,
        suggestion,
        "refuse",
        RefuseForm(typed(request)),
        act,
        done=_("已登记为不作为建议，转代表来信处理。请向代表说明理由。"),
        shows_text=True,
        explained=_("只有法定情形才能不作为建议。转为代表来信后，仍应当处理并告知代表。"),
    )


@step_methods
def merge(request, pk):
    """并案: similar ones are offered, others are found by number or title."""
    suggestion = suggestion_or_404(request, pk)
    today, by = localdate(), request.user
    targets = Suggestion.objects.filter(
        body=suggestion.body_id,
        kind=Matter.Kind.SUGGESTION,
        status__in=MERGEABLE,
    ).exclude(pk=suggestion.pk)
    reasons = {}
    words = request.GET.get("q", "").strip().replace("\0", "")[:60]
    if words:
        found = targets.filter(title__icontains=words) | targets.filter(number=words)
        shown = list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND])
    else:
        alike = similar_to(
            suggestion.title,
            suggestion.text,
            body=suggestion.body,
            user=by,
            today=today,
            without=suggestion,
            only=MERGEABLE,
            most=MOST_FOUND,
        )
        reasons = {one.suggestion.pk: reason_of(one) for one in alike if one.may_merge}
        shown = list(reasons)
    # Sent, or chosen on the page of those alike.
    chosen = request.POST.get("into") or request.GET.get("into", "")
    if chosen.isascii() and chosen.isdecimal():
        shown.append(int(chosen[:18]))
    form = MergeForm(
        typed(request),
        candidates=targets.filter(pk__in=shown).order_by("-pk"),
        reasons=reasons,
        initial={"into": chosen},
    )

    def act(into):
        workflow.merge(suggestion, into=into, by=by, today=today)
        return into

    def done(into):
        return _("已并入第 %s 号，一并办理，答复后分别送每位代表。") % into.display_number

    return clerk_page(
        request,
        suggestion,
        "merge",
        form,
        act,
        done=done,
        template="suggestions/clerk/merge.html",
        words=words,
        found=bool(shown),
    )


@step_methods
def split(request, pk):
    """分案: each part starts from the whole text, so that nothing need be typed anew."""
    suggestion = suggestion_or_404(request, pk)
    number = request.POST.get("total", "2")
    number = min(max(int(number), 2), MOST_PARTS) if number.isdecimal() else 2
    wants_more = "more" in request.POST
    if wants_more:
        number = min(number + 1, MOST_PARTS)
    initial = {"title": suggestion.title, "text": suggestion.text}
    form = Parts(request, number, initial, is_checked=not wants_more)

    def act(parts):
        return workflow.split(suggestion, parts=parts, by=request.user, today=localdate())

    def done(children):
        return _("已分为 %s 件，都在“待审查”里，请逐件受理。") % len(children)

    if wants_more:
        # Only drawn again, with one part more and all that was typed.
        request.method = "GET"
    return clerk_page(
        request,
        suggestion,
        "split",
        form,
        act,
        done=done,
        template="suggestions/clerk/split.html",
        can_add=number < MOST_PARTS,
    )


class Parts:
    """The forms of all parts, used as one form."""

    def __init__(self, request, number: int, initial: dict, *, is_checked: bool):
        data = typed(request)
        self.forms = []
        for place in range(number):
            prefix = f"part{place}"
            known = data is not None and f"{prefix}-title" in data
            if known and not is_checked:
                shown = {name: data.get(f"{prefix}-{name}", "") for name in initial}
                self.forms.append(PartForm(initial=shown, prefix=prefix))
            else:
                self.forms.append(
                    PartForm(data if is_checked else None, initial=initial, prefix=prefix)
                )
        self.non_field_errors: list[str] = []

    def is_valid(self) -> bool:
        # All of them: a fault in the second part is shown beside one in the first.
        checked = [form.is_valid() for form in self.forms]
        return all(checked)

    @property
    def cleaned_data(self) -> dict:
        pairs = [(form.cleaned_data["title"], form.cleaned_data["text"]) for form in self.forms]
        return {"parts": pairs}

    @property
    def errors(self) -> bool:
        return bool(self.non_field_errors) or any(form.errors for form in self.forms)

    def add_error(self, _field, words) -> None:
        self.non_field_errors.append(words)

    def __iter__(self):
        return (field for form in self.forms for field in form)


@step_methods
def give_number(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(number):
        workflow.give_number(suggestion, number=number, by=request.user, today=localdate())

    def done(_result):
        return _("已编为第 %s 号。") % suggestion.number

    form = NumberForm(typed(request), initial={"number": suggestion.number})
    return clerk_page(request, suggestion, "give_number", form, act, done=done)


@step_methods
def call_back(request, pk):
    suggestion = suggestion_or_404(request, pk)

    def act(note_text):
        workflow.call_back(suggestion, note_text=note_text, by=request.user, today=localdate())

    form = CallBackForm(typed(request), initial={"note_text": suggestion.call_back_note})
    return clerk_page(
        request,
        suggestion,
        "call_back",
        form,
        act,
        done=_("回访已登记。"),
        shows_text=True,
        shows_phones=True,
    )


@step_methods
def put_on_agenda(request, pk):
    motion = suggestion_or_404(request, pk)

    def act(decided_on, note_text):
        workflow.put_motion_on_agenda(
            motion, decided_on=decided_on, note_text=note_text, by=request.user, today=localdate()
        )

    form = AgendaForm(typed(request), initial={"decided_on": localdate()})
    return clerk_page(
        request,
        motion,
        "put_on_agenda",
        form,
        act,
        done=_("已登记：主席团决定列入大会议程。"),
        shows_text=True,
    )


@step_methods
def convert_motion(request, pk):
    motion = suggestion_or_404(request, pk)

    def act(decided_on, reason):
        workflow.convert_motion(
            motion, decided_on=decided_on, reason=reason, by=request.user, today=localdate()
        )

    form = ConvertForm(typed(request), initial={"decided_on": localdate()})
    return clerk_page(
        request,
        motion,
        "convert_motion",
        form,
        act,
        done=_("已转为代表建议，请按建议审查受理。"),
        shows_text=True,
    )


@require_safe
def confirm_cosigner(request, pk):
    """Who was invited to co-sign and has not answered; the answer stands on a signed paper."""
    suggestion = suggestion_or_404(request, pk)
    invited = list(
        suggestion.proposers.filter(state=Proposer.State.INVITED).select_related("person")
    )
    return clerk_page(
        request,
        suggestion,
        "confirm_cosigner",
        CosignerForm(),
        lambda **_typed: None,
        done="",
        template="suggestions/clerk/cosigners.html",
        invited=invited,
    )


@step_methods
def answer_for_cosigner(request, pk):
    """One co-signer's answer, recorded from paper (代录)."""
    proposer = get_object_or_404(
        Proposer.objects.filter(is_lead=False).select_related("person"), pk=pk
    )
    suggestion = suggestion_or_404(request, proposer.matter_id)
    require(request.user, Permission.COSIGN, suggestion)

    def act(agrees):
        workflow.answer_invitation(
            suggestion,
            person=proposer.person,
            agrees=agrees,
            by=request.user,
            today=localdate(),
        )
        return agrees

    def done(agrees):
        words = _("已代录：%s确认联名。") if agrees else _("已代录：%s没有同意联名。")
        return words % proposer.person.name

    return clerk_page(
        request,
        suggestion,
        "confirm_cosigner",
        CosignerForm(typed(request)),
        act,
        done=done,
        heading=_("登记%s的联名答复") % proposer.person.name,
        button=_("登记"),
    )


def next_number(suggestion, today) -> str:
    """The number that comes next in the suggestion's series, to be shown beforehand."""
    scope = number_scope(suggestion, today)
    last = (
        NumberSeries.objects.filter(body=suggestion.body_id, scope=scope)
        .values_list("last", flat=True)
        .first()
    )
    return str((last or 0) + 1)
