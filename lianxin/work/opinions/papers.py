"""Papers of this room: the opinion card, to be filled in by hand."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind, register
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, day_words, form, small

BLANKS = 3
"""Opinions there is room for on a blank card."""


def card_data(card, by):
    """What stands on a card: its opinions, or room for them."""
    issued, seat = card.round, card.seat
    opinions = [
        {"office": one.office.name if one.office else str(_("政府")), "text": one.message.text}
        for one in card.opinions.select_related("office", "message").order_by("pk")
    ]
    return {
        "title": _("征求意见卡"),
        "issuer": issued.body.name,
        "round": str(issued),
        "topic": issued.topic,
        "name": seat.person.name,
        "district": str(seat.district or ""),
        "issued_on": day_words(issued.opened_on),
        "due_on": day_words(issued.due_on),
        "returned_on": day_words(card.returned_on) if card.returned_on else "",
        "none": str(_("没有意见") if card.has_none else ""),
        "opinions": opinions,
    }


def compose_card(data) -> Sheet:
    filled = data.get("opinions") or []
    rows = [
        cell(f"{_('意见')}{place + 1}\n{one['office']}", one["text"], lines=4)
        for place, one in enumerate(filled)
    ]
    if not filled:
        rows = [
            cell(
                _("意见%d\n（对哪个部门）") % (place + 1),
                data.get("none", "") if not place else "",
                lines=5,
            )
            for place in range(BLANKS)
        ]
    return Sheet(
        title=_("征求意见卡"),
        blocks=[
            form(
                [cell(_("季度"), data.get("round", "")), cell(_("代表姓名"), data.get("name", ""))],
                [
                    cell(_("发放日期"), data.get("issued_on", "")),
                    cell(_("请于此前交回"), data.get("due_on", "")),
                ],
                cell(_("征求意见的\n内容"), data.get("topic") or _("对政府和各部门工作的意见")),
                *rows,
                cell(_("交回日期"), data.get("returned_on", ""), sign=_("代表签名：")),
            ),
            small(
                _("一件事写一条，写明是对哪个部门的。也可以在手机上填写，交回后能看到办理结果。")
            ),
        ],
        issuer=data.get("issuer", ""),
        has_closing=False,
    )


def register_papers() -> None:
    register(
        Kind(
            key="opinion_card",
            name=gettext_lazy("征求意见卡"),
            model="opinions.card",
            data_of=card_data,
            compose=compose_card,
            fields=(
                Field("round", gettext_lazy("季度"), "2026年第4季度征求意见卡"),
                Field("topic", gettext_lazy("征求意见的内容"), "对政府和各部门工作的意见"),
                Field("name", gettext_lazy("代表姓名"), "张示例"),
                Field("district", gettext_lazy("选区"), "第3选区"),
                Field("issued_on", gettext_lazy("发放日期"), "2026年12月1日"),
                Field("due_on", gettext_lazy("交回期限"), "2026年12月16日"),
                Field("returned_on", gettext_lazy("交回日期"), "2026年12月8日"),
                Field("none", gettext_lazy("没有意见"), "没有意见"),
            ),
            # What a deputy thinks of departments: for those who hand it on.
            is_closed=True,
            has_signature=False,
            archive_class=Paper.ArchiveClass.NONE,
            order=230,
        )
    )
