"""Records and pages of voters' messages, at the suggestion's body."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Office
from lianxin.work.suggestions.tests.factories import make_office_handler
from lianxin.work.voices import workflow
from lianxin.work.voices.models import TopicCandidate
from tests.browser.visits import Visit

STEPS = (
    "answer",
    "hand_to_office",
    "hand_to_village",
    "turn",
    "pass_up",
    "refuse",
    "merge",
    "take_back",
    "decide_return",
    "grade",
    "conciliate",
    "set_topic",
    "publish",
    "withhold",
    "hide",
    "show",
)
ARGUMENTS = {
    **{(f"voices:{name}", "pk"): "message" for name in ("detail", *STEPS)},
    ("voices:office", "pk"): "handed",
    ("voices:decide_topic", "pk"): "topic",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A message to the deputy, one at an office, a topic that many speak of."""
    body, today = suggestion.body, localdate()
    person = deputy.person

    def post(text, **more):
        return workflow.post(
            body=body, text=text, channel="web", today=today, topic="路灯", **more
        ).message

    message = post(
        "村口的路灯坏了半个月，晚上看不见路。",
        deputy=person,
        place="村口",
        contact={"name": "张示例", "phone": "13800000000"},
    )
    handed = post("桥栏杆松了，人靠上去会晃。")
    office = (
        Office.objects.current().filter(body=body).exclude(kind=Office.Kind.VILLAGE).order_by("pk")
    ).first() or Office.objects.create(body=body, name="镇村镇建设服务中心")
    assignment = workflow.hand_to_office(handed, office, by=clerk, today=today)
    answered = post("停水从来不提前通知，能不能早点说。", deputy=person)
    workflow.answer(answered, text="今后提前一天通知。", by=deputy, today=today)
    topic = TopicCandidate.objects.create(
        body=body,
        topic="路灯",
        count=6,
        since=today - timedelta(days=90),
        offered_on=today,
    )
    return SimpleNamespace(
        message=message,
        handed=assignment,
        handler=make_office_handler(office),
        answered=answered,
        topic=topic,
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    message = of.message.pk
    yield Visit("voices:list", clerk)
    yield Visit("voices:list", deputy)
    yield Visit("voices:list", liaison)
    yield Visit("voices:list", clerk, query={"q": "没有这样的留言"})
    yield Visit("voices:list", clerk, query={"check": "undecided"})
    yield Visit("voices:record", liaison)
    yield Visit("voices:analysis", clerk)
    yield Visit("voices:detail", deputy, (message,))
    yield Visit("voices:detail", clerk, (of.answered.pk,))
    yield Visit("voices:detail", clerk, (of.handed.matter_id,))
    yield Visit("voices:office", of.handler, (of.handed.pk,))
    yield Visit("voices:answer", deputy, (message,))
    for name in STEPS[1:]:
        yield Visit(f"voices:{name}", clerk, (message,))
