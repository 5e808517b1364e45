"""The demo county's year: plans, topics, own duties, and what was ticked by hand."""

from datetime import date, timedelta

from django.utils import timezone

from lianxin.foundation.ledger.chain import gathered, happening_at
from lianxin.foundation.people.models import Role
from lianxin.work.diary import workflow
from lianxin.work.diary.models import PlanItem
from lianxin.work.diary.queries import State, years_of
from lianxin.work.diary.telling import remind

ITEMS = [
    (1, "召开人代会，交办代表建议", "主席"),
    (3, "视察春灌用水和水利设施", "主席"),
    (4, "代表培训班：怎样写好建议", "人大秘书"),
    (6, "听取上半年财政收支情况", "主席"),
    (7, "视察民生实事项目进度", "主席"),
    (8, "检查《义务教育法》实施情况", "副主席"),
    (10, "代表建议督办月", "人大秘书"),
    (11, "代表向选民述职", "人大秘书"),
    (12, "票决下一年民生实事项目", "主席"),
]
LEFT_OPEN = "修订代表小组活动办法"
TOPICS = [
    ("农村饮水和管网改造", "代表建议 6 件反映"),
    ("校园周边交通安全", "接待选民时群众反映集中"),
    ("养老服务站点建设", "党委年度重点工作"),
]
BY_HAND = {
    "circular": "政情通报已发各位代表。",
    "group_news": "各小组信息已汇总上报。",
    "report_preview": "会前组织代表审读报告。",
    "village_promises": "各村（社区）承诺书已张榜。",
    "publicity_plan": "已印发各小组。",
    "half_summary": "半年总结已报党委。",
    "evaluation_chosen": "主席团会议研究确定。",
    "rectification": "已逐项反馈整改情况。",
    "party_branch": "与机关支部联合开展。",
    "listening_day": "镇长到站听取意见，群众提问 9 个。",
    "presidium_study": "集中学习代表法。",
    "school_check": "检查镇中心小学食堂和校车。",
    "finance_report": "听取财政所汇报，提出意见 3 条。",
    "project_candidates": "征集到项目建议 21 个。",
    "inquiry": "听取专项工作报告。",
    "committee": "工委会议研究街道工作。",
}
BEGAN_BEFORE = 160


def load(stage) -> None:
    with happening_at(stage.next_moment()), gathered():
        today = stage.last_day
        bodies = stage.place.bodies
        for body in bodies:
            clerk = stage.people.clerks.get(body.pk)
            if clerk is None:
                continue
            workflow.begin(body, on=today - timedelta(days=BEGAN_BEFORE), by=clerk)
            _plans(body, clerk, today)
        _own(stage, bodies)
        _tick(stage, bodies, today)
        remind(timezone.localdate())


def _plans(body, clerk, today) -> None:
    """Last year's summed up with one item left; this year's carried out so far."""
    last = workflow.draft_plan(body, year=today.year - 1, text="依法履职，服务大局。", by=clerk)
    for month, words, owner in ITEMS[:3]:
        workflow.add_item(last, month=month, words=words, owner=owner, by=clerk)
    workflow.add_item(last, month=9, words=LEFT_OPEN, owner="人大秘书", by=clerk)
    _approve(last, clerk)
    for item in last.items.exclude(words=LEFT_OPEN):
        _finish(item, clerk, today)
    workflow.sum_up(
        last, summary="全年计划 4 项，完成 3 项。", by=clerk, today=date(today.year - 1, 12, 28)
    )
    plan = workflow.draft_plan(
        body,
        year=today.year,
        text="围绕中心工作，抓好代表建议办理，办好民生实事，密切联系群众。",
        by=clerk,
    )
    for number, (words, source) in enumerate(TOPICS):
        topic = workflow.add_topic(body, words=words, source=source, by=clerk, today=today)
        if not number:
            workflow.add_item(
                plan, month=5, words=f"专题调研：{words}", owner="主席", topic=topic, by=clerk
            )
    for month, words, owner in ITEMS:
        workflow.add_item(plan, month=month, words=words, owner=owner, by=clerk)
    _approve(plan, clerk)
    for item in plan.items.filter(month__lt=today.month):
        if item.words != LEFT_OPEN and item.month != 8:
            _finish(item, clerk, today)


def _approve(plan, clerk) -> None:
    on = date(plan.year, 1, 18)
    workflow.send_plan(plan, by=clerk, today=on)
    workflow.approve_plan(
        plan,
        approved_on=on + timedelta(days=4),
        approval=f"党委会〔{plan.year}〕第2次会议",
        by=clerk,
        today=on + timedelta(days=5),
    )


def _finish(item: PlanItem, clerk, today) -> None:
    done_on = min(date(item.plan.year, item.month, 22), today)
    workflow.finish_item(item, done_on=done_on, result="已完成，有记录。", by=clerk, today=today)


def _own(stage, bodies) -> None:
    """The county asks for a monthly report; the first township moves a day, with its reason."""
    workflow.add_duty(
        bodies[0],
        name="代表工作月报",
        words="报送上月代表活动和建议办理情况",
        period="month",
        months=[],
        day=5,
        owner=Role.TOWNSHIP_CLERK,
        source="县人大常委会年度工作要点",
        below=True,
        since=date(stage.last_day.year, 1, 1),
        by=stage.people.clerks[bodies[0].pk],
    )
    clerk = stage.people.clerks[bodies[1].pk]
    workflow.move(bodies[1], "circular", day=8, reason="与代表学习日同日印发", by=clerk)


def _tick(stage, bodies, today) -> None:
    """What no room records; the third body is behind with some of it."""
    kept = [body for body in bodies if body.pk in stage.people.clerks]
    years = years_of(kept, today.year, on=today)
    for place, body in enumerate(kept):
        clerk = stage.people.clerks[body.pk]
        for number, one in enumerate(years[body.pk]):
            own = one.duty.is_own or one.key in BY_HAND
            if not own or one.state != State.MISSED or (place == 2 and number % 3 == 0):
                continue
            workflow.tick(
                one,
                done_on=one.due,
                words=BY_HAND.get(one.key, "已按时报送。"),
                by=clerk,
                today=today,
            )
