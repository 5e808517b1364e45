"""All bulletins of a body, a deputy's own, what a unit was asked for; one bulletin."""

from datetime import date

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may
from lianxin.ui.paging import paginate
from lianxin.work.bulletins.kinds import CIRCULAR
from lianxin.work.bulletins.models import Bulletin, Item, Question, Receipt
from lianxin.work.bulletins.papers import papers_of
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.queries import Reading, bodies_kept
from lianxin.work.bulletins.views.common import bulletin_for
from lianxin.work.bulletins.workflow import COUNTED_FOR, remind_every
from lianxin.work.duty.entries import sections_for

MOST_SHOWN = 200
OF_READERS = tuple(f"bulletin.{step}" for step in ("read", "ask", "answer", "suggest"))
"""Steps of single readers, which stand in the lists and not in the timeline."""


@require_safe
def bulletin_list(request):
    """All that exist for the reader, newest first, with how many have read."""
    user, only = request.user, request.GET.get("only", "")
    found = Bulletin.objects.visible_to(user)
    if only == "draft":
        found = found.filter(state=Bulletin.State.DRAFT)
    page = paginate(request, found, rows=Bulletin.objects.for_list())
    bodies = list(bodies_kept(user))
    today = localdate()
    sent = set(
        Bulletin.objects.counted()
        .filter(body__in=bodies, kind=CIRCULAR, issued_on__gte=today.replace(day=1))
        .values_list("body", flat=True)
    )
    context = {
        "sections": sections_for(user, "bulletins:list"),
        "page": page,
        "rows": [(one, Reading(one.of, one.on_screen, one.on_paper)) for one in page],
        "bodies": bodies,
        "owed": [one for one in bodies if one.pk not in sent],
        "only": only,
        "is_deputy": user.person_id is not None,
        "today": today,
    }
    return render(request, "bulletins/list.html", context)


@require_safe
def mine(request):
    """What a deputy was sent: unread first, then the rest, newest first."""
    receipts = (
        Receipt.objects.filter(person=request.user.person_id or 0)
        .exclude(bulletin__state=Bulletin.State.DRAFT)
        .select_related("bulletin__body")
        .order_by("-bulletin__issued_on", "-pk")[:MOST_SHOWN]
    )
    found = list(receipts)
    unread = [one for one in found if not one.way and one.bulletin.state == "issued"]
    context = {
        "page": unread,
        "unread": unread,
        "rest": [one for one in found if one not in unread],
    }
    return render(request, "bulletins/mine.html", context)


@require_safe
def asked(request):
    """What a unit was asked for: what is still to be sent first."""
    items = (
        Item.objects.asked_of(request.user)
        .select_related("bulletin__body", "office")
        .order_by("-pk")[:MOST_SHOWN]
    )
    found = list(items)
    waiting = [one for one in found if not one.text and one.bulletin.state == "draft"]
    context = {
        "page": waiting,
        "waiting": waiting,
        "sent": [one for one in found if one not in waiting],
        "today": localdate(),
    }
    return render(request, "bulletins/asked.html", context)


@require_safe
def detail(request, pk):
    """One bulletin: to be read by a deputy, to be kept by the clerk."""
    bulletin, user, today = bulletin_for(request, pk), request.user, localdate()
    keeps = may(user, Permission.KEEP, bulletin)
    own = Receipt.objects.filter(bulletin=bulletin, person=user.person_id or 0).first()
    is_draft = bulletin.state == Bulletin.State.DRAFT
    later = Bulletin.objects.visible_to(user).filter(replaces=bulletin).first()
    unread, on_paper = _lists(bulletin) if keeps and not is_draft else ([], [])
    context = {
        "bulletin": bulletin,
        "items": bulletin.items.select_related("office"),
        "files": bulletin.files.select_related("file"),
        "later": later,
        "keeps": keeps,
        "is_draft": is_draft,
        "is_issued": bulletin.state == Bulletin.State.ISSUED,
        "own": own,
        "reading": None if is_draft else bulletin.receipts.reading(),
        "unread": unread,
        "on_paper": on_paper,
        "remind_on": _next_reminder(bulletin, today),
        "counted_for": COUNTED_FOR.days,
        "questions": Question.objects.visible_to(user)
        .filter(bulletin=bulletin)
        .select_related("person"),
        "papers": papers_of(user, bulletin) if keeps else [],
        "events": events_of(bulletin).exclude(step__in=OF_READERS).reverse()[:30] if keeps else [],
        "today": today,
    }
    return render(request, "bulletins/detail.html", context)


def _lists(bulletin: Bulletin) -> tuple[list[Receipt], list[Receipt]]:
    """Who has not read yet, and who was given paper; in stroke order."""
    rows = list(
        bulletin.receipts.counted()
        .exclude(way=Receipt.Way.SCREEN)
        .select_related("person", "person__account", "seat__group")
        .order_by("person__stroke_key", "pk")
    )
    return [one for one in rows if not one.way], [one for one in rows if one.way]


def _next_reminder(bulletin: Bulletin, today: date) -> date | None:
    """The day from which one may remind again; None when it may be done today."""
    if bulletin.reminded_on is None:
        return None
    on = bulletin.reminded_on + remind_every(bulletin, today)
    return on if on > today else None
