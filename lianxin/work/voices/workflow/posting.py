"""The one door: whatever a voter says, wherever, becomes a message here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Matter, NumberSeries
from lianxin.engines.matters.workflow.moves import Refused, WrongStatus, refresh, save_or_refuse
from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import events_of, moment
from lianxin.foundation.masking import mask_voice
from lianxin.foundation.people.models import Office, Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.work.voices import codes
from lianxin.work.voices.checking import reason_to_check
from lianxin.work.voices.models import VoterContact, VoterMessage
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.workflow.shared import (
    Status,
    current,
    need_words,
    tell_ledger,
    within,
    write,
)

Channel = VoterMessage.Channel
# By these doors voters come themselves; all others are somebody's pen.
OPEN_DOORS = (Channel.WEB, Channel.STATION_CODE, Channel.DEPUTY_CODE)
LONGEST = 5000
TITLE = 30
MOST_KEPT = 20_000


@dataclass(frozen=True)
class Posted:
    """What the voter takes home.

    code: the plain query code, to be shown once; "" where it was shown before.
    is_new: False when the same post came a second time.
    """

    message: VoterMessage
    code: str
    is_new: bool = True


def post(
    *,
    body,
    text: str,
    channel: str,
    today: date,
    title: str = "",
    station=None,
    deputy=None,
    village=None,
    place: str = "",
    topic: str = "",
    contact: dict[str, Any] | None = None,
    by=None,
    behalf=None,
    post_key: str = "",
    received_at: datetime | None = None,
    is_confidential: bool = False,
    files: Sequence = (),
) -> Posted:
    """Take in what a voter says.

    body: of which congress. station, deputy: whom it reaches; with neither, the clerk.
    by: the account that wrote it down; None for a voter at one of OPEN_DOORS.
    behalf: the Person for whom `by` wrote (a deputy at a reception).
    contact: name, phone, address, shares_with_office, wants_sms; or None.
    post_key: random name of this post; the same one twice gives the same message.
    received_at: when it was said, where that was earlier.
    files: uploads, or what `files.storing.prepare` made of them.
    Raises Refused, in words; PermissionDenied for another's door.
    """
    if post_key and (known := _posted(post_key)):
        return _again(known, post_key)
    try:
        with transaction.atomic():
            message, code = _take_in(
                body=body,
                text=text,
                channel=channel,
                today=today,
                title=title,
                station=station,
                deputy=deputy,
                village=village,
                place=place.strip(),
                topic=topic.strip(),
                contact=contact,
                by=by,
                behalf=behalf,
                post_key=post_key,
                received_at=received_at or moment(),
                is_confidential=is_confidential,
                files=files,
            )
    except IntegrityError:
        # The same post at the same moment: one of the two has been written.
        if post_key and (known := _posted(post_key)):
            return _again(known, post_key)
        raise
    return Posted(message, code)


def _posted(post_key: str) -> VoterMessage | None:
    return VoterMessage.objects.filter(post_key=post_key).first()


def _again(message: VoterMessage, post_key: str) -> Posted:
    code = codes.new_code(post_key)
    return Posted(message, code if codes.is_same(code, message.query_hash) else "", is_new=False)


def _take_in(
    *, body, text, title, today, contact, by, behalf, post_key, received_at, files, **more
) -> tuple[VoterMessage, str]:
    text = need_words(text, _("请先写下您要说的事。"))
    if len(text) > LONGEST:
        raise Refused(
            _("内容最多 %(most)d 个字，现在有 %(now)d 个字。请删减，或者分成两次留言。")
            % {"most": LONGEST, "now": len(text)}
        )
    # Lists and notices show titles to more people than the text.
    title = mask_voice(title.strip()[:200] or _title_of(text))
    doubt = "" if by else reason_to_check(f"{title}\n{text}")
    code = codes.new_code(post_key)
    message = VoterMessage(
        kind=Matter.Kind.MESSAGE,
        status=Status.SUBMITTED,
        body=body,
        county_id=body.county_id,
        year=today.year,
        title=title,
        text=text,
        submitted_on=today,
        created_by=by,
        post_key=post_key,
        received_at=received_at,
        answer_by=within(body, today, received_at),
        query_hash=codes.digest(code),
        needs_check=bool(doubt),
        check_reason=doubt,
        **more,
    )
    _check_door(message, by)
    _check_receivers(message)
    message.number_scope = f"message:{today:%Y%m%d}"
    message.number = f"LY{today:%Y%m%d}-{_next(body, message.number_scope):04d}"
    # What breaks the promise of one message for one post must reach `post` as it is.
    message.save()
    if contact:
        _keep_contact(message, contact)
    refresh(message)
    tell_ledger(
        message,
        by,
        "post",
        _("收到留言（%s）") % message.get_channel_display(),
        behalf=behalf,
        after={"number": message.number, "channel": message.channel},
    )
    for upload in files:
        handling.attach(message, store(upload, by=by, body=body), by=by)
    return message, code


def _check_door(message: VoterMessage, by) -> None:
    if message.channel not in Channel.values:
        raise Refused(_("不认识这种来源。"))
    if by is not None:
        require(by, Permission.RECORD, message)
    elif message.channel not in OPEN_DOORS and not may(None, Permission.RECORD, message):
        raise PermissionDenied(_("这类留言由工作人员登记，请登录后填写。"))


def _check_receivers(message: VoterMessage) -> None:
    station, deputy, village = message.station, message.deputy, message.village
    if station is not None:
        if station.body.county_id != message.county_id:
            raise Refused(_("所选家站点不在本县。请重新选择。"))
        if station.closed_on is not None:
            raise Refused(_("%s已经撤销。请选择别的家站点，或者直接向本级人大留言。") % station)
    if deputy is not None:
        seats = Seat.objects.filter(person=deputy, body__in=_congresses(message.body)).live()
        if not seats.exists():
            raise Refused(_("%s现在不是这里的代表。请选择别的代表或者家站点。") % deputy.name)
    if village is not None and village.kind != Office.Kind.VILLAGE:
        raise Refused(_("请选择村（社区）。"))


def _congresses(body) -> list[int]:
    """The body itself and the congress above it, whose deputies are at home here too."""
    return [body.pk, body.parent_id] if body.parent_id else [body.pk]


def _title_of(text: str) -> str:
    """The first clause, where nobody gave a title."""
    first = text.strip().splitlines()[0].strip()
    for mark in "。！？；!?;":
        first = first.split(mark, 1)[0]
    return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


def _next(body, scope: str) -> int:
    """The next number of the day; whoever counts on holds the row until the end of the step."""
    series = NumberSeries.objects.filter(body=body, scope=scope)
    if not series.update(last=F("last") + 1):
        NumberSeries.objects.get_or_create(body=body, scope=scope)
        series.update(last=F("last") + 1)
    return series.values_list("last", flat=True).get()


def _keep_contact(message: VoterMessage, contact: dict[str, Any]) -> None:
    values = {
        name: (value.strip() if isinstance(value, str) else value)
        for name, value in contact.items()
        if value
    }
    if not values.keys() & {"name", "phone", "address"}:
        return
    if values.get("wants_sms") and not values.get("phone"):
        raise Refused(_("要收短信，请填写手机号码；不想留号码的，可以凭查询码查看答复。"))
    save_or_refuse(VoterContact(message=message, **values))


@transaction.atomic
def add_words(message, *, text: str, today: date, post_key: str = "") -> None:
    """The voter adds a word to what he said; the first words stay as they were.

    post_key: name of this post; sent twice, the words are added once.
    Raises Refused when there is too much of it, WrongStatus when it is over.
    """
    message = current(message)
    text = need_words(text, _("请先写下要补充的话。"))
    if message.status in {Status.REFUSED, Status.WITHDRAWN}:
        raise WrongStatus(_("这条留言已经办结，不能再补充。有新的情况，请另行留言。"))
    key = f"add:{post_key}"
    if post_key and events_of(message).filter(reason=key).exists():
        return
    added = _("【选民补充 %(day)s】") % {"day": today.isoformat()} + f"\n{text}"
    if len(message.text) + len(added) > MOST_KEPT:
        raise Refused(_("补充的内容太多了。请另行留言。"))
    write(message, text=f"{message.text}\n\n{added}")
    refresh(message)
    tell_ledger(message, None, "add_words", _("选民作了补充"), reason=key if post_key else "")
