"""What the clock does by itself: urging receivers, closing what voters leave unjudged."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Deadline, Matter
from lianxin.engines.matters.telling import Word, chairs_of, clerks_of, send
from lianxin.foundation.tasks import background, schedule
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.notices import WHY_CLERK, WHY_RECEIVER, receivers_of
from lianxin.work.voices.workflow import close_ungraded

OPEN = (Matter.Status.SUBMITTED, Matter.Status.ACCEPTED, Matter.Status.REWORK)
# A message left for so long is the chair's business too.
LONG = timedelta(hours=72)
CHUNK = 300


def urge(now=None) -> int:
    """Tell receivers whose 24 hours have passed, and with them the clerk; once for each stage."""
    now = now or timezone.now()
    told = 0
    late = (
        VoterMessage.objects.filter(responded_at__isnull=True, answer_by__lt=now, status__in=OPEN)
        .select_related("body", "station", "higher_body")
        .order_by("pk")
    )
    last = 0
    while chunk := list(late.filter(pk__gt=last)[:CHUNK]):
        last = chunk[-1].pk
        for message in chunk:
            told += _tell(message, now)
    return told


def urge_above(today) -> int:
    """Tell the clerk above, once a week, of what was passed up and not answered by its day."""
    told = 0
    late = VoterMessage.objects.filter(
        route=VoterMessage.Route.HIGHER, status=Matter.Status.ACCEPTED, due_on__lt=today
    ).select_related("body", "higher_body")
    words = _("下级转来的选民留言已过期限，请答复：{title}")
    for message in late.order_by("pk"):
        week = (today - message.due_on).days // 7
        word = Word(
            receivers_of(message), "message.late", words, str(WHY_CLERK), ("answer", message)
        )
        told += len(send(message, word, once=f"message:{message.pk}:above:{week}"))
    return told


@transaction.atomic
def _tell(message: VoterMessage, now) -> int:
    name = f"message:{message.pk}:{message.answer_by:%Y%m%d%H%M}"
    link = ("answer", message)
    words = _("选民留言已超过时限没有回应：{title}")
    new = send(
        message,
        Word(receivers_of(message), "message.late", words, str(WHY_RECEIVER), link),
        once=f"{name}:receiver",
    )
    new += send(
        message,
        Word(clerks_of(message.body), "message.late", words, str(WHY_CLERK)),
        once=f"{name}:clerk",
    )
    if message.answer_by and now - message.answer_by >= LONG:
        new += send(
            message,
            Word(
                chairs_of(message.body),
                "message.late",
                _("选民留言超过时限三天没有回应：{title}"),
                _("您是主席（主任），请督促。"),
            ),
            once=f"{name}:chair",
        )
    return len(new)


def close_silent(today) -> int:
    """Close what voters had their time to judge and did not."""
    clocks = Deadline.objects.running().filter(
        purpose=Deadline.Purpose.FEEDBACK,
        due_on__lt=today,
        matter__kind=Matter.Kind.MESSAGE,
        matter__status=Matter.Status.REPLIED,
    )
    found = VoterMessage.objects.filter(pk__in=clocks.values("matter_id")).select_related("body")
    closed = 0
    for message in found.order_by("pk"):
        close_ungraded(message, today=today)
        closed += 1
    return closed


@background(title=gettext_lazy("催办未回应的选民留言"), retries=3)
def urge_receivers(job):
    """Every quarter of an hour: 24 hours are soon over."""
    return {"told": urge()}


@background(title=gettext_lazy("选民未评价的留言按期办结，催办转上级的留言"), retries=3)
def close_unjudged(job):
    today = timezone.localdate()
    return {"closed": close_silent(today), "told": urge_above(today)}


def schedule_hurrying() -> None:
    schedule(urge_receivers, cron="*/15 * * * *")
    schedule(close_unjudged, cron="40 2 * * *")
