"""活动记录: what was done, who came, what was said, as it stands in the record."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, form, heading, paragraph, paragraphs
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.papers.common import head, names, roll
from lianxin.work.activities.results import field_rows, yuan

S = Attendance.State


def minutes_data(activity: Activity, by):
    people = roll(activity)
    came = [one for one in people if one.state == S.PRESENT]
    excused = [one for one in people if one.state == S.EXCUSED]
    absent = [one for one in people if one.state == S.ABSENT]
    return head(activity) | {
        "title": _("%s|活动记录") % activity.title,
        "came": names(came),
        "came_count": str(len(came)),
        "listed": str(len(people)),
        "excused": "、".join(f"{one.seat.person.name}（{one.reason}）" for one in excused),
        "absent": names(absent),
        "others": str(activity.others or ""),
        "summary": activity.summary,
        "opinions": [_said(one) for one in activity.opinions.select_related("seat__person")],
        "facts": [f"{label}：{value}" for label, value in field_rows(activity)],
        "spent": yuan(sum(one.amount for one in activity.expenses.all())),
        "recorded_by": activity.recorded_by.name if activity.recorded_by else "",
    }


def _said(opinion) -> str:
    who = opinion.seat.person.name if opinion.seat else opinion.said_by
    return f"{who}：{opinion.text}" if who else opinion.text


def compose_minutes(data) -> Sheet:
    came = _("应到%(listed)s人，实到%(came_count)s人：%(came)s") % data
    blocks = [
        form(
            [cell(_("时间"), data["time"]), cell(_("地点"), data["place"])],
            [cell(_("类别"), data["kind"]), cell(_("带队"), data["leader"])],
            cell(_("到会代表"), came),
            cell(_("请假"), data["excused"]),
            cell(_("缺席"), data["absent"]),
            [cell(_("其他人数"), data["others"]), cell(_("活动开支"), data["spent"])],
        ),
        heading(_("一、活动情况")),
        *(paragraphs(data["summary"]) or [paragraph(_("（尚未记录）"))]),
        *[paragraph(line) for line in data["facts"]],
    ]
    if data["opinions"]:
        blocks.append(heading(_("二、代表和群众的意见")))
        blocks += [
            paragraph(f"{place}. {words}") for place, words in enumerate(data["opinions"], start=1)
        ]
    closing = [cell(_("记录"), data["recorded_by"]), cell(_("审核"), "")]
    blocks.append(form(closing))
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


KINDS = [
    Kind(
        key="activity_minutes",
        name=gettext_lazy("活动记录"),
        model="activities.activity",
        data_of=minutes_data,
        compose=compose_minutes,
        fields=(
            Field("name", gettext_lazy("活动名称"), "饮水安全专题视察"),
            Field("kind", gettext_lazy("类别"), "视察"),
            Field("time", gettext_lazy("时间"), "2026年12月7日（星期一） 9:00—11:30"),
            Field("place", gettext_lazy("地点"), "柳溪镇水厂"),
            Field("leader", gettext_lazy("带队"), "张示例"),
            Field("came", gettext_lazy("到会代表"), "张示例、李示例"),
            Field("excused", gettext_lazy("请假"), "王示例（出差）"),
            Field("absent", gettext_lazy("缺席"), ""),
            Field("others", gettext_lazy("其他人数"), "6"),
            Field("summary", gettext_lazy("活动情况"), "察看水厂两处，座谈一次。"),
            Field("spent", gettext_lazy("活动开支"), "320元"),
            Field("recorded_by", gettext_lazy("记录"), "刘示例"),
        ),
        fits=lambda activity: activity.state == Activity.State.RECORDED,
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=232,
    ),
]
