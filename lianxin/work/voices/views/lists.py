"""The list of messages, the page of one, writing one down."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Attachment
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import prepare
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.ui.menu import Entry
from lianxin.ui.paging import paginate
from lianxin.work.voices import workflow
from lianxin.work.voices.codes import post_key_of
from lianxin.work.voices.exporting import messages_export
from lianxin.work.voices.forms.filters import FilterForm
from lianxin.work.voices.forms.recording import RecordForm, bodies_of
from lianxin.work.voices.likeness import similar_to
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.permissions import Permission, text_for
from lianxin.work.voices.queries import streams
from lianxin.work.voices.steps import steps_for
from lianxin.work.voices.views.analysing import WATCHING
from lianxin.work.voices.views.stepping import message_or_404

TABS = [
    (_("全部"), {}),
    (_("等我办理"), {"stage": "mine"}),
    (_("待回应"), {"stage": "new"}),
    (_("办理中"), {"stage": "handled"}),
    (_("待选民评价"), {"stage": "replied"}),
    (_("公开审核"), {"check": "undecided"}),
]
SOON = 2
"""Days before an office's date from which a message is 将到期."""


@require_safe
def message_list(request):
    """Messages that reached the reader's stations and bodies, newest first."""
    if exports.is_asked(request):
        return exports.answer(request, messages_export)
    user = request.user
    filters = FilterForm(request.GET, user=user)
    found = streams(user, filters.apply(VoterMessage.objects.all()))
    page = paginate(request, found, rows=VoterMessage.objects.for_list())
    filters.offer()
    today = localdate()
    return render(
        request,
        "voices/list.html",
        {
            "filters": filters,
            "page": page,
            "rows": [(message, clock_of(message, today)) for message in page],
            "tabs": _tabs(request),
            "clear": reverse("voices:list"),
            "export": exports.address(request),
            "may_record": bool(bodies_of(user)),
            "may_analyse": user.has_role(*WATCHING),
            "is_checking": bool(filters.cleaned_data.get("check")),
        },
    )


def clock_of(message, today):
    """How the date stands by which an office or a body above answers; no voter is ever late."""
    return lateness(
        message.due_on,
        today,
        waiting_for="" if message.waiting_for == "voter" else message.waiting_for,
        soon_days=SOON,
        serious_days=7,
    )


def _tabs(request) -> list[Entry]:
    tabs = []
    for words, wanted in TABS:
        asked = {name: request.GET.get(name, "") for name in ("stage", "check")}
        is_current = all(asked[name] == wanted.get(name, "") for name in asked)
        url = reverse("voices:list", query=wanted) if wanted else reverse("voices:list")
        tabs.append(Entry(words, url, is_current, None))
    return tabs


@require_safe
def detail(request, pk):
    """What was said, what was answered, what can be done next."""
    user, today = request.user, localdate()
    message = message_or_404(request, pk)
    active = list(message.assignments.active().select_related("office"))
    steps = steps_for(user, message, active)
    handles = may(user, Permission.HANDLE, message)
    contact = getattr(message, "contact", None)
    shows_contact = contact is not None and may(user, Permission.READ_CONTACT, message)
    return render(
        request,
        "voices/detail.html",
        {
            "message": message,
            "assignments": active,
            "answers": list(message.answers.order_by("-pk")),
            "main_steps": [step for step in steps if step.is_main],
            "steps": [step for step in steps if not step.is_main and not step.is_rare],
            "rare_steps": [step for step in steps if step.is_rare],
            "text": text_for(user, message),
            "contact": contact if shows_contact else None,
            "has_contact": contact is not None,
            "clock": clock_of(message, today),
            "files": _files(message),
            "merged": list(VoterMessage.objects.filter(merged_into=message.pk)),
            "alike": similar_to(message, user=user, most=4) if handles else [],
            "events": events_of(message).order_by("-seq")[:60],
            "handles": handles,
        },
    )


def _files(message) -> list[dict]:
    attached = Attachment.objects.filter(matter=message, reply=None).select_related("file")
    return [_drawn(one.file) for one in attached]


def _drawn(stored: StoredFile) -> dict:
    return {
        "url": reverse("files:show", args=[stored.pk]),
        "name": stored.original_name,
        "size": stored.size,
        "thumbnail": reverse("files:thumbnail", args=[stored.pk])
        if stored.content_type.startswith("image/")
        else "",
    }


@require_http_methods(FORM)
def record(request):
    """Write down what a voter said by telephone, on a visit, on paper."""
    if not bodies_of(request.user):
        raise PermissionDenied(_("登记选民的话由代表、联络员和人大工作人员办理。"))
    files = request.FILES if request.method == "POST" else None
    form = RecordForm(typed(request), files, user=request.user)

    def act(**wanted):
        said = [wanted["text"], *(wanted.pop(name) for name in ("name", "phone"))]
        wanted.pop("shares_with_office")
        wanted["post_key"] = post_key_of(wanted["post_key"], *said)
        # Looked at and cleaned before the step's transaction: others need not wait for it.
        wanted["files"] = [prepare(one) for one in wanted.pop("pictures") or []]
        return workflow.post(by=request.user, today=localdate(), contact=form.contact, **wanted)

    def done(posted):
        return _("已登记，编号 %(number)s，查询码 %(code)s。查询码只显示这一次，请告诉选民。") % {
            "number": posted.message.number,
            "code": posted.code,
        }

    return step_page(
        request,
        form,
        act,
        done=done,
        then=lambda posted: posted.message,
        template="voices/record.html",
    )
