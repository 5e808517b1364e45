"""Records and pages of honours."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Group
from lianxin.work.honours import workflow
from lianxin.work.honours.models import Fact, Objection, Round
from tests.browser.visits import Visit

ARGUMENTS = {
    ("honours:public", "code"): "code",
    ("honours:honour", "pk"): "honour",
    ("honours:pay", "pk"): "honour",
    ("honours:award_edit", "pk"): "award",
    ("honours:reward_new", "pk"): "award",
    ("honours:round", "pk"): "election",
    ("honours:nominate", "pk"): "election",
    ("honours:review", "pk"): "election",
    ("honours:publicise", "pk"): "election",
    ("honours:name", "pk"): "public_election",
    ("honours:nomination", "pk"): "nomination",
    ("honours:withdraw", "pk"): "nomination",
    ("honours:objection_new", "pk"): "public_nomination",
    ("honours:settle", "pk"): "objection",
    ("honours:fact_drop", "pk"): "fact",
}
NO_PAGES = {
    "honours:awards_take_over": "a form's target",
    "honours:publicise": "a form's target",
    "honours:withdraw": "a form's target",
    "honours:fact_drop": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """An election with a nomination and its fact, one in publicity, an honour from outside."""
    body, today = suggestion.body, localdate()
    award = workflow.set_award(
        body, by=clerk, name="先进代表小组（示例）", holder="group", criteria="每季度活动一次"
    )
    workflow.set_reward(award, amount=500_00, since=today, source="主席团决定", by=clerk)
    group = Group.objects.create(body=body, name="石桥小组（示例）")
    election = workflow.open_round(body, today.year, by=clerk, today=today)
    nomination = workflow.nominate(
        election, award, group=group, reasons="活动扎实", by=clerk, today=today
    )
    shown = Round.objects.create(
        body=body,
        year=today.year - 1,
        state=Round.State.PUBLICISED,
        way=Round.Way.REVIEW,
        review="主席团会议评审",
        reviewed_on=today,
        present=9,
        publicised_on=today,
        publicised_until=today + timedelta(days=7),
    )
    public = shown.nominations.create(
        award=award,
        group=group,
        name=group.name,
        reasons="活动扎实",
        state="chosen",
        nominated_by=clerk,
        nominated_on=today,
    )
    return SimpleNamespace(
        code=body.code,
        award=award,
        election=election,
        nomination=nomination,
        fact=Fact.objects.create(
            nomination=nomination, source="代表活动", key="示例", on=today, words="视察春耕"
        ),
        public_election=shown,
        public_nomination=public,
        objection=Objection.objects.create(
            nomination=public, words="活动次数不够", received_on=today
        ),
        honour=workflow.log_outside(
            body,
            title="先进集体",
            giver="市人大常委会",
            granted_on=today,
            group=group,
            amount=100_00,
            by=clerk,
            today=today,
        ),
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    body = {"body": str(of.election.body_id)}
    yield Visit("honours:list", clerk)
    yield Visit("honours:list", deputy)
    yield Visit("honours:public", None, (of.code,))
    yield Visit("honours:outside_new", clerk, query=body)
    yield Visit("honours:honour", clerk, (of.honour.pk,))
    yield Visit("honours:pay", clerk, (of.honour.pk,))
    yield Visit("honours:awards", clerk)
    yield Visit("honours:award_new", clerk, query=body)
    yield Visit("honours:award_edit", clerk, (of.award.pk,))
    yield Visit("honours:reward_new", clerk, (of.award.pk,))
    yield Visit("honours:round_new", clerk, query=body)
    yield Visit("honours:round", clerk, (of.election.pk,))
    yield Visit("honours:round", clerk, (of.public_election.pk,))
    yield Visit("honours:nominate", clerk, (of.election.pk,))
    yield Visit("honours:review", clerk, (of.election.pk,))
    yield Visit("honours:name", clerk, (of.public_election.pk,))
    yield Visit("honours:nomination", clerk, (of.nomination.pk,))
    yield Visit("honours:nomination", clerk, (of.public_nomination.pk,))
    yield Visit("honours:objection_new", clerk, (of.public_nomination.pk,))
    yield Visit("honours:settle", clerk, (of.objection.pk,))
