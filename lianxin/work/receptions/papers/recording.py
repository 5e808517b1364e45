"""接待选民记录表, filled in or blank. Source of the fields: practice.md §2.5."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, form, new_page, qr
from lianxin.work.receptions.models import Duty, Reception, VisitorRecord

BLANK_PAGES = 4
ROUTES = gettext_lazy(
    "□1 当场答复　□2 交村（社区）　□3 交承办单位\n□4 转为代表建议　□5 请上级代表反映"
)


def record_data(record: VisitorRecord, by):
    message, reception = record.message, record.reception
    contact = getattr(message, "contact", None)
    answers = list(message.answers.order_by("pk"))
    last = answers[-1] if answers else None
    return _head(reception) | {
        "title": _("接待选民记录表"),
        "number": record.number,
        "message_number": message.number,
        "received_by": record.received_by.name if record.received_by else "",
        "name": contact.name if contact else "",
        "address": contact.address if contact else "",
        "phone": contact.phone if contact else "",
        "persons": record.persons,
        "words": message.text,
        "confidential": str(_("是") if message.is_confidential else _("否")),
        "opinion": record.opinion,
        "route": str(message.get_route_display()) if message.route else "",
        "office": _office_of(message),
        "assigned_on": str(message.assigned_on or ""),
        "answer": last.text if last else "",
        "answered_on": f"{last.answered_at:%Y-%m-%d}" if last else "",
        "grade": str(message.get_voter_satisfaction_display()),
    }


def _office_of(message) -> str:
    found = message.village or message.lead_office
    return found.name if found else ""


def _head(reception: Reception):
    planned = reception.duties.filter(state=Duty.State.PLANNED).select_related(
        "seat__person", "staff"
    )
    return {
        "day": f"{named(reception.on)} {reception.hours}",
        "place": reception.address or reception.where,
        "where": reception.where,
        "on_duty": "、".join(one.name for one in planned),
        "issuer": reception.where,
    }


def compose_record(data) -> Sheet:
    return Sheet(title="", blocks=[_form(data)], issuer=data["issuer"], has_closing=False)


def _form(data):
    def get(name):
        return data.get(name, "")

    return form(
        [cell(_("存档号"), get("number")), cell(_("留言编号"), get("message_number"))],
        [cell(_("时间"), get("day")), cell(_("地点"), get("place"))],
        [
            cell(_("接待代表"), get("received_by") or get("on_duty")),
            cell(_("来访人数"), get("persons")),
        ],
        [cell(_("选民姓名"), get("name")), cell(_("联系电话"), get("phone"))],
        cell(_("住址"), get("address")),
        cell(_("反映问题\n（原话原意）"), get("words"), lines=6),
        [
            cell(_("是否保密"), get("confidential") or _("□是　□否")),
            cell(_("拟办意见"), get("opinion")),
        ],
        cell(_("办理方式"), get("route") or ROUTES, lines=2),
        [cell(_("交办对象"), get("office")), cell(_("交办日期"), get("assigned_on"))],
        cell(_("答复（办理\n结果）"), get("answer"), lines=3),
        [
            cell(_("告知选民\n日期"), get("answered_on")),
            cell(_("选民评价"), get("grade") or _("□满意　□基本满意\n□不满意")),
        ],
    )


def blank_data(reception: Reception, by):
    return _head(reception) | {
        "title": _("接待选民记录表"),
        "path": reverse("receptions:detail", args=[reception.pk]),
    }


def compose_blank(data) -> Sheet:
    """Pages of the paper book; the QR opens the reception, to type or scan them later."""
    words = _(
        "%(where)s，%(day)s。\n请按选民原话记，不概括、不改写。"
        "有网络后扫码登记，或者拍照附在登记里。一事一页。"
    )
    blocks = []
    for page in range(BLANK_PAGES):
        if page:
            blocks.append(new_page(_("接待选民记录表")))
        blocks += [_form(data), qr(data["path"], words % data)]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"], has_closing=False)


HEAD_FIELDS = (
    Field("where", gettext_lazy("接待地点"), "柳溪镇代表联络站"),
    Field("day", gettext_lazy("时间"), "2026年12月7日（星期一） 9:00—11:30"),
    Field("place", gettext_lazy("地址"), "柳溪镇便民服务中心二楼"),
    Field("on_duty", gettext_lazy("值班人员"), "张示例、李联络"),
)

KINDS = [
    Kind(
        key="visitor_record",
        name=gettext_lazy("接待选民记录表"),
        model="receptions.visitorrecord",
        data_of=record_data,
        compose=compose_record,
        fields=(
            *HEAD_FIELDS,
            Field("number", gettext_lazy("存档号"), "接2026-012"),
            Field("message_number", gettext_lazy("留言编号"), "LY20261207-0003"),
            Field("received_by", gettext_lazy("接待代表"), "张示例"),
            Field("name", gettext_lazy("选民姓名"), "赵示例"),
            Field("address", gettext_lazy("住址"), "柳溪村"),
            Field("phone", gettext_lazy("联系电话"), "13800000000"),
            Field("persons", gettext_lazy("来访人数"), "2"),
            Field("words", gettext_lazy("反映问题"), "村口的路灯坏了两个月。"),
            Field("confidential", gettext_lazy("是否保密"), "否"),
            Field("opinion", gettext_lazy("拟办意见"), "交村委会先看现场。"),
            Field("route", gettext_lazy("办理方式"), "交村（社区）办理"),
            Field("office", gettext_lazy("交办对象"), "柳溪村村民委员会"),
            Field("assigned_on", gettext_lazy("交办日期"), "2026-12-07"),
            Field("answer", gettext_lazy("答复"), "路灯已经修好。"),
            Field("answered_on", gettext_lazy("告知日期"), "2026-12-10"),
            Field("grade", gettext_lazy("选民评价"), "满意"),
        ),
        # Names, telephone numbers and what was said: for those who keep the book.
        is_closed=True,
        is_searchable=False,
        has_signature=False,
        order=210,
    ),
    Kind(
        key="blank_visitor_record",
        name=gettext_lazy("空白接待选民记录表"),
        model="receptions.reception",
        data_of=blank_data,
        compose=compose_blank,
        fields=HEAD_FIELDS,
        has_signature=False,
        archive_class=Paper.ArchiveClass.NONE,
        order=220,
    ),
]
