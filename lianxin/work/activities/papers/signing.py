"""签到表: names with room to sign; its code leads back to the activity, on a phone or a scan."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.scanning.codes import form_code
from lianxin.foundation.papers.sheet import Sheet, small, table
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.papers.common import head, roll

FORM = "sign_in"
SPARE_ROWS = 4
"""Empty rows for those who come without being on the list."""

ROOM = "\u00a0\n\u00a0"
"""Two lines high, so that a hand has room to sign."""


def sheet_data(activity: Activity, by):
    return head(activity) | {
        "title": _("%s|签到表") % activity.title,
        "rows": [
            {
                "name": one.seat.person.name,
                "group": one.seat.group.name if one.seat.group else one.seat.delegation,
                "note": _("请假：%s") % one.reason if one.state == Attendance.State.LEAVE else "",
            }
            for one in roll(activity)
        ],
        "code": form_code(activity, FORM),
    }


def compose_sheet(data) -> Sheet:
    rows = [
        [str(place), one["name"], one["group"], ROOM, one["note"]]
        for place, one in enumerate(data["rows"], start=1)
    ]
    rows += [[str(len(rows) + 1 + spare), "", "", ROOM, ""] for spare in range(SPARE_ROWS)]
    where = "　".join(words for words in (data["time"], data["place"]) if words)
    blocks = [
        small(where),
        table([_("序号"), _("姓名"), _("代表小组"), _("签名"), _("备注")], rows, [2, 4, 5, 5, 5]),
        small(
            _(
                "请本人签名。签完拍照或者扫描，放进“活动”里的“纸质签到表”，"
                "或者和其他文件一起扫描，凭页上的码自动归到这次活动。"
            )
        ),
    ]
    return Sheet(title="", blocks=blocks, has_closing=False, code=data["code"])


KINDS = [
    Kind(
        key="activity_sign_in",
        name=gettext_lazy("活动签到表"),
        model="activities.activity",
        data_of=sheet_data,
        compose=compose_sheet,
        fields=(
            Field("name", gettext_lazy("活动名称"), "饮水安全专题视察"),
            Field("time", gettext_lazy("时间"), "2026年12月7日（星期一） 9:00—11:30"),
            Field("place", gettext_lazy("地点"), "柳溪镇水厂"),
            Field(
                "rows",
                gettext_lazy("名单"),
                rows=(
                    Field("name", gettext_lazy("姓名"), "张示例"),
                    Field("group", gettext_lazy("代表小组"), "第一代表小组"),
                    Field("note", gettext_lazy("备注"), "请假：出差"),
                ),
            ),
        ),
        has_signature=False,
        archive_class=Paper.ArchiveClass.NONE,
        order=231,
    ),
]
