"""Records and pages of bulletins, periodicals and papers of exchanges."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from lianxin.foundation.people.models import Account, Office
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.models import Receipt
from tests.browser.visits import Visit

_OF = {
    "draft": ("head", "discard", "item_new", "file_new", "issue"),
    "issued": (
        "detail",
        "again",
        "correct",
        "withdraw",
        "read",
        "paper",
        "remind",
        "question_new",
    ),
    "bulletin_item": ("item", "item_drop", "supply"),
    "bulletin_file": ("file_drop",),
    "receipt": ("take_back",),
    "question": ("answer", "suggest"),
    "subscription": ("periodical", "periodical_change", "delivery_new"),
    "delivery": ("delivery_drop",),
    "contribution": ("contribution", "contribution_drop"),
    "paper_call": ("offer_new",),
    "offer": ("offer", "offer_again", "offer_back", "offer_accept", "offer_return"),
}
ARGUMENTS = {(f"bulletins:{name}", "pk"): record for record, names in _OF.items() for name in names}
NO_PAGES = {
    f"bulletins:{name}": "a form's target"
    for name in (
        "again",
        "discard",
        "item_drop",
        "file_drop",
        "read",
        "take_back",
        "remind",
        "suggest",
        "delivery_drop",
        "contribution_drop",
        "offer_back",
        "offer_accept",
    )
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """An issued bulletin with a question; a draft with an item asked for; the lists."""
    body, today = suggestion.body, localdate()
    by = {"by": clerk, "today": today}
    issued = workflow.draft(body, kind="study", **by)
    workflow.add_item(issued, heading="代表法要点", text="请学习。", **by)
    workflow.issue(issued, **by)
    receipts = Receipt.objects.select_related("bulletin__body", "seat", "person")
    own = receipts.get(bulletin=issued, person=deputy.person_id)
    question = workflow.ask(own, text="何时培训？", by=deputy, today=today)
    draft = workflow.draft(body, kind="event", **by)
    office = Office.objects.current().filter(body=body).order_by("pk").first()
    item = workflow.add_item(
        draft,
        heading="有关情况",
        office=office,
        ask_until=today + timedelta(days=5) if office else None,
        **by,
    )
    upload = SimpleUploadedFile("附表.txt", "附表".encode(), content_type="text/plain")
    subscription = workflow.subscribe(
        body,
        by=clerk,
        year=today.year,
        title="人民权利报（示例）",
        copies=40,
        price=14400,
        recipients="全体代表",
    )
    activity = Activity.objects.create(
        body=body,
        kind="meeting",
        title="经验交流会（示例）",
        on=today,
        starts_at=now(),
        ends_at=now() + timedelta(hours=2),
        created_by=clerk,
    )
    call = workflow.call_for_papers(activity, until=today, **by)
    return SimpleNamespace(
        body=body,
        paper_call=call,
        offer=workflow.offer(
            call, title="把选民的话记在本子上", text="三点。", by=deputy, today=today
        ),
        supplier=Account.objects.filter(grants__office=office).order_by("pk").first(),
        draft=draft,
        issued=issued,
        bulletin_item=item,
        bulletin_file=workflow.add_file(draft, upload, by=clerk),
        receipt=own,
        question=question,
        subscription=subscription,
        delivery=workflow.deliver(
            subscription, issue="第1期", delivered_on=today, copies=40, by=clerk, today=today
        ),
        contribution=workflow.collect(
            activity, title="怎样走访选民", author="第一小组", text="三点体会。", by=clerk
        ),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    issued, draft = (of.issued.pk,), (of.draft.pk,)
    yield Visit("bulletins:list", clerk)
    yield Visit("bulletins:list", deputy)
    yield Visit("bulletins:mine", deputy)
    yield Visit("bulletins:new", clerk, query={"body": of.body.code})
    yield Visit("bulletins:detail", clerk, issued)
    yield Visit("bulletins:detail", deputy, issued)
    yield Visit("bulletins:detail", clerk, draft)
    for name in ("head", "item_new", "file_new", "issue"):
        yield Visit(f"bulletins:{name}", clerk, draft)
    for name in ("correct", "withdraw", "paper"):
        yield Visit(f"bulletins:{name}", clerk, issued)
    yield Visit("bulletins:item", clerk, (of.bulletin_item.pk,))
    if of.supplier is not None:
        yield Visit("bulletins:asked", of.supplier)
        yield Visit("bulletins:supply", of.supplier, (of.bulletin_item.pk,))
    yield Visit("bulletins:question_new", deputy, issued)
    yield Visit("bulletins:questions", clerk)
    yield Visit("bulletins:questions", deputy)
    yield Visit("bulletins:answer", clerk, (of.question.pk,))
    yield Visit("bulletins:periodicals", clerk)
    yield Visit("bulletins:periodicals", deputy)
    yield Visit("bulletins:periodical", clerk, (of.subscription.pk,))
    yield Visit("bulletins:periodical_new", clerk, query={"body": of.body.code})
    yield Visit("bulletins:periodical_change", clerk, (of.subscription.pk,))
    yield Visit("bulletins:delivery_new", clerk, (of.subscription.pk,))
    yield Visit("bulletins:library", clerk)
    yield Visit("bulletins:library", deputy)
    yield Visit("bulletins:calls", clerk)
    yield Visit("bulletins:calls", deputy)
    yield Visit("bulletins:call_new", clerk, query={"body": of.body.code})
    yield Visit("bulletins:offer_new", deputy, (of.paper_call.pk,))
    yield Visit("bulletins:offer", clerk, (of.offer.pk,))
    yield Visit("bulletins:offer", deputy, (of.offer.pk,))
    yield Visit("bulletins:offer_again", deputy, (of.offer.pk,))
    yield Visit("bulletins:offer_return", clerk, (of.offer.pk,))
    yield Visit("bulletins:contribution", deputy, (of.contribution.pk,))
    yield Visit("bulletins:contribution_new", clerk, query={"body": of.body.code})
