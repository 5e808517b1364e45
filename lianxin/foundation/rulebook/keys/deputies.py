"""Deputies' duty: links, groups, honours, activities and their money, reports to voters."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import Direction, key, period
from lianxin.foundation.rulebook.values import Kind

LINKS = (
    key(
        "link.voters",
        Kind.NUMBER,
        _("每名代表联系选民人数"),
        _("双联、履职档案"),
        unit="person",
        direction=Direction.MORE,
    ),
    key(
        "link.households",
        Kind.NUMBER,
        _("每名代表联系户数"),
        _("双联、履职档案"),
        unit="household",
        direction=Direction.MORE,
    ),
    key(
        "link.contacts_per_year",
        Kind.NUMBER,
        _("每名代表每年联系选民次数"),
        _("双联、履职档案"),
        unit="time",
        direction=Direction.MORE,
    ),
    key(
        "care.contact_months",
        Kind.NUMBER,
        _("多少个月没有走访、电话联系的代表列入提醒"),
        _("代表关爱"),
        group="deputy",
        unit="month",
        direction=Direction.LESS,
    ),
    key(
        "bulletin.remind_days",
        Kind.NUMBER,
        _("提醒代表阅读通报，两次之间至少相隔多少天"),
        _("政情通报"),
        group="deputy",
        unit="day",
        direction=Direction.NONE,
    ),
    key(
        "link.retention_days",
        Kind.NUMBER,
        _("代表资格终止多少天后删除其联系选民的个人资料"),
        _("双联"),
        unit="day",
        direction=Direction.LESS,
    ),
    key(
        "link.member_deputies",
        Kind.NUMBER,
        _("主席团成员（常委会组成人员）每人联系代表人数"),
        _("双联"),
        unit="person",
        direction=Direction.MORE,
    ),
    key(
        "link.government_deputies",
        Kind.NUMBER,
        _("政府领导每人联系代表人数"),
        _("双联"),
        unit="person",
        direction=Direction.MORE,
    ),
    key(
        "link.chair_villages",
        Kind.NUMBER,
        _("主席（主任）、副职每人联系的村、乡镇、站点数"),
        _("双联"),
        unit="place",
        direction=Direction.MORE,
    ),
    key(
        "link.leader_contacts_per_quarter",
        Kind.NUMBER,
        _("领导每季度联系代表和村的次数"),
        _("双联"),
        unit="time",
        direction=Direction.MORE,
    ),
)

DEPUTY_GROUPS = (
    key(
        "group.activities_per_quarter",
        Kind.NUMBER,
        _("代表小组每季度活动次数"),
        _("代表小组、年度计划"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    key(
        "group.members",
        Kind.NUMBER,
        _("组成代表小组的代表人数"),
        _("代表小组"),
        group="deputy",
        unit="person",
        direction=Direction.FIXED,
    ),
)

HONOURS = (
    period(
        "honour.publicity",
        _("表彰名单公示期"),
        _("评选表彰"),
        start="publicised",
        unit="workday",
        direction=Direction.MORE,
    ),
)

ACTIVITIES = (
    # Of the deputy, not of an organ: a longer time is the kinder one.
    period(
        "activity.objection_days",
        _("代表对活动记录提出异议的期限"),
        _("代表活动、履职档案"),
        start="recorded",
        direction=Direction.MORE,
        group="deputy",
    ),
    key(
        "fund.per_deputy",
        Kind.NUMBER,
        _("代表活动经费标准（每名代表每年）"),
        _("活动经费"),
        group="deputy",
        unit="yuan",
        direction=Direction.MORE,
    ),
    key(
        "fund.counts_whole_year",
        Kind.FLAG,
        _("年度中任职不满一年的代表，按整年计入经费预算"),
        _("活动经费"),
        group="deputy",
    ),
)

APPRAISALS = (
    key(
        "deputy.report",
        Kind.NUMBER,
        _("代表每届向选民述职的次数"),
        _("述职计划、述职覆盖"),
        unit="time",
        direction=Direction.MORE,
    ),
    key(
        "appraisal.edge_up",
        Kind.FLAG,
        _("测评正好 80%、50% 的归入高一档"),
        _("述职测评定等次"),
        group="deputy",
    ),
)

DUTY = (
    key(
        "duty.receptions_per_year",
        Kind.NUMBER,
        _("每名代表每年参加选民接待日次数"),
        _("履职档案"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    key(
        "duty.visits_per_year",
        Kind.NUMBER,
        _("每名代表每年进社区（村）联系群众次数"),
        _("履职档案"),
        group="deputy",
        unit="time",
        direction=Direction.MORE,
    ),
    key(
        "duty.published",
        Kind.FLAG,
        _("公布代表履职情况"),
        _("公开页面的代表页"),
        group="deputy",
    ),
    key(
        "duty.points",
        Kind.FLAG,
        _("按记录计算代表履职积分"),
        _("履职档案、积分"),
        group="deputy",
    ),
)
