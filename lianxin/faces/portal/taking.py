"""Taking in what a checked form holds: the same for the page and for what is replayed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from lianxin.faces.portal.asking import MessageForm
from lianxin.faces.portal.targets import Target
from lianxin.foundation.files.storing import Prepared
from lianxin.work.voices import workflow
from lianxin.work.voices.models import VoterMessage


@transaction.atomic
def take(
    target: Target,
    form: MessageForm,
    *,
    key: str,
    today: date,
    pictures: Sequence[Prepared] = (),
    same: VoterMessage | None = None,
    title: str = "",
    received_at: datetime | None = None,
) -> workflow.Posted:
    """Take it in and, where the voter says it is the same as `same`, let it join that one.

    form: found valid. key: the message's name before it was sent; the same one
        twice gives the same message.
    title, received_at: of what was said elsewhere, earlier.
    Raises Refused, in words.
    """
    posted = workflow.post(
        body=target.body,
        text=form.cleaned_data["text"],
        channel=target.channel,
        today=today,
        title=title,
        station=target.station,
        deputy=target.person,
        village=form.cleaned_data.get("village"),
        place=form.cleaned_data["place"].strip(),
        contact=form.contact,
        post_key=key,
        received_at=received_at,
        files=pictures,
    )
    if same is not None and posted.is_new:
        workflow.merge(posted.message, into=same, by=None, today=today)
    return posted
