"""Who may open the pictures of a message."""

from lianxin.engines.matters.models import Attachment, Matter
from lianxin.foundation.files import access
from lianxin.work.voices.models import VoterMessage


def may_open(user, stored) -> bool:
    """Whoever sees the message sees its pictures; a reply's draft files have no place here."""
    if not getattr(user, "is_authenticated", False):
        return False
    attached = Attachment.objects.filter(
        file=stored, reply=None, matter__kind=Matter.Kind.MESSAGE
    ).values("matter_id")
    return VoterMessage.objects.visible_to(user).filter(pk__in=attached).exists()


def is_public(stored) -> bool:
    """Whether the message it belongs to stands on the public pages now."""
    attached = Attachment.objects.filter(
        file=stored, reply=None, matter__kind=Matter.Kind.MESSAGE
    ).values("matter_id")
    return VoterMessage.objects.published().filter(pk__in=attached).exists()


def place_of(stored) -> tuple[str, str] | None:
    """The message a file belongs to, for the way back from the file's page."""
    attachment = (
        Attachment.objects.filter(file=stored, matter__kind=Matter.Kind.MESSAGE)
        .select_related("matter")
        .first()
    )
    if attachment is None:
        return None
    return attachment.matter.title, attachment.matter.get_absolute_url()


def register_access() -> None:
    access.register(may_open)
    access.register_public(is_public)
    access.register_place(place_of)
