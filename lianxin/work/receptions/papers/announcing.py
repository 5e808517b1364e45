"""接待日公告. Source of the fields: practice.md §2.5 (文号、时间、地点、接待代表、受理范围、落款)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, heading, paragraph, paragraphs, table
from lianxin.work.receptions.models import Announcement, Duty

SERIES = "reception_notice"


def notice_data(announcement: Announcement, by):
    receptions = announcement.receptions.select_related("station", "body").prefetch_related(
        "duties__seat__person", "duties__seat__body", "duties__staff"
    )
    days = [_day(one) for one in receptions.order_by("on", "from_time", "pk")]
    return {
        "title": _("%s|接待选民日公告") % announcement.where,
        "where": announcement.where,
        "scope": announcement.scope,
        "days": days,
        "issuer": announcement.body.name,
        "phone": announcement.station.phone if announcement.station else announcement.body.phone,
    }


def _day(reception):
    planned = [one for one in reception.duties.all() if one.state == Duty.State.PLANNED]
    deputies = [
        f"{one.seat.person.name}（{one.seat.body.short_name}）" for one in planned if one.is_deputy
    ]
    staff = [one.name for one in planned if not one.is_deputy]
    return {
        "on": named(reception.on),
        "hours": reception.hours,
        "place": reception.address or reception.where,
        "deputies": "、".join(deputies),
        "others": "、".join([*staff, *([reception.others] if reception.others else [])]),
        "topic": reception.topic,
    }


def compose_notice(data) -> Sheet:
    rows = [
        [
            f"{one['on']}\n{one['hours']}",
            one["place"] + (f"\n{one['topic']}" if one["topic"] else ""),
            one["deputies"],
            one["others"],
        ]
        for one in data["days"]
    ]
    blocks = [
        paragraph(
            _("为密切代表同选民的联系，现将%(where)s接待选民的安排公告如下。欢迎前来反映情况。")
            % data
        ),
        heading(_("一、时间、地点和接待代表")),
        table([_("时间"), _("地点"), _("接待代表"), _("一同接待")], rows, [5, 5, 5, 4]),
        heading(_("二、受理范围")),
        *paragraphs(data["scope"]),
    ]
    if data["phone"]:
        blocks += [heading(_("三、联系电话")), paragraph(data["phone"])]
    return Sheet(title="", head="file", mark=data["issuer"], blocks=blocks, issuer=data["issuer"])


KINDS = [
    Kind(
        key="reception_notice",
        name=gettext_lazy("接待日公告"),
        model="receptions.announcement",
        data_of=notice_data,
        compose=compose_notice,
        fields=(
            Field("where", gettext_lazy("接待地点"), "柳溪镇代表联络站"),
            Field("scope", gettext_lazy("受理范围"), "听取意见、建议和批评。"),
            Field("phone", gettext_lazy("联系电话"), "0000-1234567"),
            Field(
                "days",
                gettext_lazy("接待安排"),
                rows=(
                    Field("on", gettext_lazy("日期"), "2026年12月7日（星期一）"),
                    Field("hours", gettext_lazy("时间"), "9:00—11:30"),
                    Field("place", gettext_lazy("地点"), "柳溪镇便民服务中心二楼"),
                    Field("deputies", gettext_lazy("接待代表"), "张示例（柳溪镇）"),
                    Field("others", gettext_lazy("一同接待"), "李联络"),
                    Field("topic", gettext_lazy("主题"), "农村饮水"),
                ),
            ),
        ),
        series=SERIES,
        series_word="告",
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=200,
    ),
]
