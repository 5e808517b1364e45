"""Figures of activities: T14, T16-T19, T21-T23, T32 and what annual reports state."""

from django.utils.translation import gettext_lazy as _lazy

from lianxin.foundation.figures import catalogue
from lianxin.work.activities.figures.counting import SUPERVISION, counting, of_fields, summing
from lianxin.work.activities.figures.people import of_attendance, of_deputies, of_opinions

GOOD_DEEDS = ("help", "good_deed", "volunteer")


def register_figures() -> None:
    catalogue.register(
        counting(
            "held",
            _lazy("活动次数"),
            _lazy("已举行并有记录的活动，一次算一件；只有计划的、取消的、未予采认的不计"),
            statistic="T19",
        ),
        counting("inspections", _lazy("视察次数"), kinds=("inspection",), statistic="T19"),
        counting("surveys", _lazy("专题调研次数"), kinds=("survey",), statistic="T19"),
        counting("enforcements", _lazy("执法检查次数"), kinds=("enforcement",), statistic="T19"),
        counting(
            "supervision",
            _lazy("视察、调研、执法检查次数"),
            kinds=SUPERVISION,
            statistic="T19",
        ),
        counting("of_groups", _lazy("代表小组活动次数"), kinds=("group",), statistic="T19"),
        counting("activity_days", _lazy("代表活动日次数"), kinds=("activity_day",)),
        counting("forums", _lazy("座谈会"), unit=_lazy("场"), kinds=("forum",)),
        counting("meetings", _lazy("会议次数"), kinds=("meeting",), statistic="T43"),
        counting("lectures", _lazy("代表讲堂"), unit=_lazy("期"), kinds=("lecture",)),
        counting("trainings", _lazy("培训次数"), kinds=("training",), statistic="T22"),
        counting("volunteering", _lazy("志愿活动次数"), kinds=("volunteer",), statistic="T18"),
        counting(
            "good_deeds",
            _lazy("实事好事件数"),
            _lazy("有记录的办实事、结对帮扶、公益志愿活动，一次算一件"),
            unit=_lazy("件"),
            kinds=GOOD_DEEDS,
            statistic="T18",
        ),
        counting("mediations", _lazy("调处纠纷"), unit=_lazy("件"), kinds=("mediation",)),
        counting("visits", _lazy("走访选民次数"), kinds=("visit",), statistic="T16"),
        summing("visited_households", _lazy("走访户次"), "households", "户", ("visit",), "T16"),
        summing("visited_persons", _lazy("走访选民人次"), "persons", "人次", ("visit",), "T16"),
        summing("helped_households", _lazy("帮带户数"), "households", "户", ("help",), "T17"),
        summing("helped_persons", _lazy("帮带人数"), "persons", "人", ("help",), "T17"),
        summing("solved", _lazy("线下解决问题数"), "solved", "个", (), "T14"),
        summing("money", _lazy("公益金额"), "money", "元", GOOD_DEEDS, "T18", purpose=True),
        summing("others", _lazy("其他参加人次"), "others", "人次"),
        *of_attendance(),
        *of_deputies(),
        *of_opinions(),
        *of_fields(),
    )
