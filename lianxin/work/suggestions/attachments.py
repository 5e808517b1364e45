"""Who may open the files of a suggestion and of its answers, and what the public gets of them."""

from django.db.models import Q

from lianxin.engines.matters.judges import proposers_of
from lianxin.engines.matters.models import Assignment, Attachment, Matter, Reply
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.files import access
from lianxin.foundation.files.models import PublicCopy
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.sight import sight_of


def may_open(user, stored) -> bool:
    """A draft's files are the office's; all others go with what they are attached to.

    Who merely reads along, as a deputy does whose colleague's suggestion is
    public, gets the approved copies, as on the page: files bear addresses,
    telephone numbers and faces.
    """
    if not user.is_authenticated:
        return False
    attachment = (
        Attachment.objects.filter(file=stored)
        .select_related("matter__body", "reply__assignment")
        .first()
    )
    if attachment is None:
        return False
    reply = attachment.reply
    if reply is not None and reply.state == Reply.State.DRAFT:
        return reply.assignment.office_id in user.office_ids()
    if not _sees_all(user, attachment.matter):
        return False
    return reply is None or may_read_reply(user, reply, attachment.matter)


def _sees_all(user, matter) -> bool:
    suggestion = Suggestion.objects.visible_to(user).filter(pk=matter.pk).first()
    if suggestion is None:
        return False
    everyone, handling = list(proposers_of(matter)), list(matter.assignments.active())
    return sight_of(user, suggestion, everyone, handling).sees_all


def may_read_reply(user, reply, matter) -> bool:
    """An issued reply; an opinion is for the clerks and the offices that handle the matter."""
    if reply.assignment.role == Assignment.Role.ASSIST:
        offices = matter.assignments.active().values_list("office_id", flat=True)
        return may(user, Permission.FOLLOW, matter) or bool(user.office_ids() & set(offices))
    if may(user, Permission.JUDGE, reply):
        return True
    return Suggestion.objects.visible_to(user).filter(pk=matter.pk).exists()


def public_copies(matter_pk: int) -> dict[int | None, list[PublicCopy]]:
    """Approved copies of what is attached to a matter, by reply; None for its own.

    Only of answers that are public themselves. Whether the matter is public is
    for the caller to know.
    """
    attached = Attachment.objects.filter(_PUBLIC_PART, matter=matter_pk)
    reply_of = dict(attached.values_list("file", "reply"))
    found: dict[int | None, list[PublicCopy]] = {}
    for copy in PublicCopy.objects.filter(
        state=PublicCopy.State.APPROVED, stored__in=reply_of
    ).order_by("stored"):
        found.setdefault(reply_of[copy.stored_id], []).append(copy)
    return found


# What is attached to the suggestion itself, or to an answer the public may read.
_PUBLIC_PART = Q(reply=None) | Q(
    reply__state=Reply.State.ISSUED,
    reply__is_public=True,
    reply__assignment__role__in=[Assignment.Role.LEAD, Assignment.Role.SEPARATE],
)


def is_public(stored) -> bool:
    """Whether what the file is attached to stands on the public pages now."""
    return Attachment.objects.filter(
        _PUBLIC_PART,
        file=stored,
        matter__in=Matter.objects.published().filter(kind__in=SUGGESTION_KINDS),
    ).exists()


def place_of(stored) -> tuple[str, str] | None:
    """The suggestion a file belongs to, for the way back from the file's page."""
    attachment = Attachment.objects.filter(file=stored).select_related("matter").first()
    if attachment is None:
        return None
    return attachment.matter.title, attachment.matter.get_absolute_url()


def register_access() -> None:
    from lianxin.work.suggestions.papers.bundle import may_open_bundle

    access.register(may_open)
    access.register(may_open_bundle)
    access.register_public(is_public)
    access.register_place(place_of)
