"""Boxes: put up, opened by two, each slip a message, taken down."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.opinions.models import Box, Opening, Slip
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.workflow.common import note
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage


@transaction.atomic
def put_up(box: Box, *, by) -> Box:
    """Keep a new box, or a changed one."""
    require(by, Permission.KEEP_BOX, box)
    is_new = box.pk is None
    save(box)
    note(
        by,
        "put_up" if is_new else "change_box",
        box,
        _("设立意见箱：%s") % box if is_new else _("修改意见箱：%s") % box,
        after={"place": box.place, "keeper": box.keeper},
    )
    return box


@transaction.atomic
def open_box(
    box: Box,
    *,
    on: date,
    first: str,
    second: str,
    count: int,
    texts: Sequence[str] = (),
    remarks: str = "",
    by,
    today: date,
) -> Opening:
    """Write down that the box was opened, and what stood on the slips.

    first, second: the two who opened it together. count: slips found, of which
    `texts` are typed at once; the others can be added until all are in.
    Raises Refused with one person, with more texts than slips, or for another day.
    """
    require(by, Permission.KEEP_BOX, box)
    if locked(box).closed_on is not None:
        raise WrongStatus(_("这个意见箱已经撤除，不能再登记开箱。"))
    first, second = first.strip(), second.strip()
    if not first or not second or first == second:
        raise Refused(_("开箱应当两人在场。请写明两个人的姓名，不能是同一个人。"))
    if on > today:
        raise Refused(_("开箱日期还没有到。请填写实际开箱的日期。"))
    if on < box.since:
        raise Refused(_("开箱日期早于意见箱的设立日期。请核对日期。"))
    texts = [one for one in texts if one.strip()]
    if len(texts) > count:
        raise Refused(
            _("录入了 %(texts)d 张，比收到的 %(count)d 张多。请核对张数。")
            % {"texts": len(texts), "count": count}
        )
    opening = save(
        Opening(
            box=box, on=on, first=first, second=second, count=count, remarks=remarks.strip(), by=by
        )
    )
    note(
        by,
        "open_box",
        box,
        _("%(first)s、%(second)s开箱，收到 %(count)d 张")
        % {"first": first, "second": second, "count": count},
        after={"on": on.isoformat(), "count": count},
    )
    for text in texts:
        _file(opening, text, by, today)
    return opening


@transaction.atomic
def add_slip(opening: Opening, *, text: str, by, today: date) -> Slip:
    """Type one more slip of an opening."""
    require(by, Permission.KEEP_BOX, opening.box)
    row = locked(opening)
    if row.slips.count() >= row.count:
        raise Refused(
            _("这次开箱收到的 %d 张已经全部录入。张数不对的，请另外登记开箱。") % row.count
        )
    slip = _file(opening, text, by, today)
    note(by, "add_slip", opening.box, _("录入意见箱来件 %s") % slip.message.number)
    return slip


def _file(opening: Opening, text: str, by, today: date) -> Slip:
    box = opening.box
    posted = voices.post(
        body=box.body,
        text=text,
        channel=VoterMessage.Channel.BOX,
        today=today,
        station=box.station,
        village=box.village,
        place=box.place,
        by=by,
    )
    return Slip.objects.create(opening=opening, message=posted.message)


@transaction.atomic
def close_box(box: Box, *, reason: str, by, today: date) -> None:
    """Take the box down."""
    require(by, Permission.KEEP_BOX, box)
    reason = need_words(reason, _("请写明撤除的原因，如“村委会搬迁”。"), most=200)
    if locked(box).closed_on is not None:
        raise WrongStatus(_("这个意见箱已经撤除。"))
    box.closed_on = today
    box.save(update_fields=["closed_on"])
    note(by, "close_box", box, _("撤除意见箱：%s") % box, reason=reason)
