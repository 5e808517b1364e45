"""First drafts made from records: the year's summary, the letter of targets."""

from datetime import date

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import Group
from lianxin.work.activities.models import Attendance, Opinion
from lianxin.work.groups.counting import asked_of, recorded, years_of

MOST_TOLD = 160
"""Characters of one activity's result that the draft tells."""


def draft_summary(group: Group, year: int, today: date) -> str:
    """The year in words, every number counted from records; the leader edits it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    activities = list(recorded([group], first, last).order_by("on", "pk"))
    counted = Attendance.objects.filter(activity__in=activities).aggregate(
        present=Count("pk", filter=Q(state=Attendance.State.PRESENT)),
        asked=Count("pk"),
    )
    opinions = Opinion.objects.filter(activity__in=activities).aggregate(
        all=Count("pk"), matters=Count("matter")
    )
    solved = recorded([group], first, last).aggregate(number=Sum("solved"))["number"] or 0
    own = years_of([group], year, today)[group.pk]
    lines = [
        _(
            "%(year)s年，%(group)s共开展活动 %(held)s 次，代表到会 %(present)s 人次"
            "（应到 %(asked)s 人次），提出意见建议 %(opinions)s 条，其中 %(matters)s 条已转为"
            "留言或者代表建议，推动解决问题 %(solved)s 个。"
        )
        % {
            "year": year,
            "group": group.name,
            "held": own.held,
            "present": counted["present"],
            "asked": counted["asked"],
            "opinions": opinions["all"],
            "matters": opinions["matters"],
            "solved": solved,
        },
        "",
        _("一、开展的活动"),
    ]
    if not activities:
        lines.append(_("本年没有活动记录。"))
    for place, one in enumerate(activities, 1):
        told = one.summary.strip().replace("\n", "")[:MOST_TOLD]
        lines.append(f"{place}. {one.on.month}月{one.on.day}日，{one.topic or one.title}。{told}")
    if own.missed:
        quarters = "、".join(_("第%s季度") % "一二三四"[one.number - 1] for one in own.missed)
        lines += ["", _("二、存在的不足"), _("%s没有达到规定的活动次数。") % quarters]
    else:
        lines += ["", _("二、存在的不足"), ""]
    return "\n".join([*lines, "", _("三、下一年打算"), ""])


def draft_letter(group: Group, year: int, today: date) -> str:
    """Targets of the year by the rulebook, one a line; the office edits them."""
    quarterly, yearly = asked_of(group.body, today)
    targets = [
        _("每季度至少开展 %s 次小组活动，活动有主题、有签到、有记录、有结果。") % quarterly,
        _("年初制订年度活动计划，年底写出总结。"),
        _("组织本组代表联系选民，每名代表达到规定的联系人数。"),
        _("活动中听到的意见及时转办，逐条有回音。"),
    ]
    if yearly > 4 * quarterly:
        targets.insert(1, _("全年开展活动不少于 %s 次。") % yearly)
    return "\n".join(targets)
