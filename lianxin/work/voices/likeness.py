"""Messages that tell of the same thing, offered to whoever handles one of them."""

from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.triage.likeness import SAME, Text, nearest
from lianxin.foundation.search.query import candidates
from lianxin.work.voices.models import VoterMessage

COMPARED = 40
LEAST = 0.22
"""Likeness below this is chance: messages are short and use everyday words."""
CHARACTERS = 800
GONE = (Matter.Status.MERGED, Matter.Status.REFUSED, Matter.Status.WITHDRAWN)


def similar_to(message, *, user, most: int = 5) -> list[tuple[VoterMessage, str]]:
    """Other messages of the county on the same thing, the likest first, each with the reason.

    user: is offered none that `visible_to` hides.
    """
    typed = f"{message.title}\n{message.text}\n{message.place}"[:CHARACTERS]
    found = candidates(typed, kinds=["message"], county=message.county_id, limit=COMPARED)
    seen = (
        VoterMessage.objects.visible_to(user)
        .filter(pk__in=[one.object_id for one in found], is_confidential=False)
        .exclude(pk=message.pk)
        .exclude(status__in=GONE)
        .select_related("body", "station")
    )
    others = {one.pk: one for one in seen}
    texts = [(pk, Text.of(one.title, one.text[:CHARACTERS])) for pk, one in others.items()]
    mine = Text.of(message.title, message.text[:CHARACTERS])
    return [
        (others[pk], _reason(likeness, message, others[pk]))
        for pk, likeness in nearest(mine, texts)[:most]
        if likeness.score >= LEAST
    ]


def _reason(likeness, message, other) -> str:
    told = [_("内容几乎相同") if likeness.score >= SAME else _("内容相近")]
    if message.place and message.place == other.place:
        told.append(_("同一地点：%s") % message.place)
    elif message.village_id and message.village_id == other.village_id:
        told.append(_("同一村（社区）"))
    if likeness.words:
        told.append(_("共有的词：%s") % "、".join(likeness.words[:3]))
    return "；".join(told)
