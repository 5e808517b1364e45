"""Who may open the files of a suggestion and of its answers."""

from lianxin.engines.matters.models import Assignment, Attachment, Reply
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.files import access
from lianxin.foundation.people.permissions import may
from lianxin.work.suggestions.models import Suggestion


def may_open(user, stored) -> bool:
    """A draft's files are the office's; all others go with what they are attached to."""
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
    if reply is None:
        return Suggestion.objects.visible_to(user).filter(pk=attachment.matter_id).exists()
    if reply.state == Reply.State.DRAFT:
        return reply.assignment.office_id in user.office_ids()
    return may_read_reply(user, reply, attachment.matter)


def may_read_reply(user, reply, matter) -> bool:
    """An issued reply; an opinion is for the clerks and the offices that handle the matter."""
    if reply.assignment.role == Assignment.Role.ASSIST:
        offices = matter.assignments.active().values_list("office_id", flat=True)
        return may(user, Permission.FOLLOW, matter) or bool(user.office_ids() & set(offices))
    if may(user, Permission.JUDGE, reply):
        return True
    return Suggestion.objects.visible_to(user).filter(pk=matter.pk).exists()


def register_access() -> None:
    access.register(may_open)
