"""Elections step by step, money by date, publicity, what everybody may see."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from lianxin.engines import deeds
from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.people.models import Group, Role
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.honours import workflow
from lianxin.work.honours.facts import offers_for
from lianxin.work.honours.models import Award, Honour, Objection, Round
from lianxin.work.honours.tests.factories import (
    REVIEWED,
    TODAY,
    all_chosen,
    attach_all,
    file_with,
    make_award,
)
from lianxin.work.honours.workflow import Verdict
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_person,
    make_seat,
    make_township,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def township():
    return make_township(make_county())


@pytest.fixture
def clerk(township):
    return make_clerk(township)


@pytest.fixture
def seat(township):
    return make_seat(make_person(township, "张示例"), township)


@pytest.fixture
def award(township, clerk):
    return make_award(township, by=clerk)


@pytest.fixture
def election(township, clerk, award):
    return workflow.open_round(township, 2026, by=clerk, today=TODAY)


@pytest.fixture(autouse=True)
def own_sources():
    known = dict(deeds._sources)
    yield
    deeds._sources.clear()
    deeds._sources.update(known)


@pytest.fixture
def nominated(election, award, seat, clerk):
    file_with((seat.person, date(2026, 5, 8)), (seat.person, date(2025, 5, 8)))
    return workflow.nominate(
        election, award, seat=seat, reasons="为群众办事", by=clerk, today=TODAY
    )


def publicised(election, *, by):
    workflow.review(election, all_chosen(election), by=by, today=TODAY, **REVIEWED)
    workflow.publicise(election, by=by, today=TODAY)


def test_nobody_is_reviewed_before_facts_of_the_years_file_are_attached(election, nominated, clerk):
    with pytest.raises(Refused, match="还没有附上档案里的事实：优秀代表：张示例"):
        workflow.review(election, all_chosen(election), by=clerk, today=TODAY, **REVIEWED)
    with pytest.raises(Refused, match="勾选"):
        workflow.attach_facts(nominated, {"made-up"}, by=clerk)
    assert [one.on for one in offers_for(nominated)] == [date(2026, 5, 8)]

    assert attach_all(nominated, by=clerk) == 1
    assert attach_all(nominated, by=clerk) == 0
    workflow.review(election, all_chosen(election), by=clerk, today=TODAY, **REVIEWED)

    assert election.state == Round.State.REVIEWED
    with pytest.raises(WrongStatus):
        attach_all(nominated, by=clerk)


def test_steps_out_of_order_are_refused(election, nominated, clerk, seat, award):
    attach_all(nominated, by=clerk)
    with pytest.raises(WrongStatus):
        workflow.publicise(election, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.name_chosen(election, on=TODAY, by=clerk, today=TODAY)
    publicised(election, by=clerk)
    with pytest.raises(WrongStatus):
        workflow.publicise(election, by=clerk, today=TODAY)
    with pytest.raises(WrongStatus):
        workflow.review(election, all_chosen(election), by=clerk, today=TODAY, **REVIEWED)
    with pytest.raises(WrongStatus):
        workflow.nominate(election, award, seat=seat, reasons="再提", by=clerk, today=TODAY)


@pytest.mark.parametrize(
    ("votes", "words"),
    [
        ((5, 3, 2), "多于到会的 9 人"),
        ((None, 3, 2), "没有填全"),
        ((4, 3, 2), "没有过到会 9 人的半数"),
    ],
)
def test_votes_that_do_not_add_up_or_do_not_reach_half_are_refused(
    election, nominated, clerk, votes, words
):
    attach_all(nominated, by=clerk)
    with pytest.raises(Refused, match=words):
        workflow.review(
            election,
            [Verdict(nominated, True, *votes)],
            by=clerk,
            today=TODAY,
            **REVIEWED | {"way": Round.Way.VOTE},
        )
    workflow.review(
        election,
        [Verdict(nominated, True, 5, 3, 1)],
        by=clerk,
        today=TODAY,
        **REVIEWED | {"way": Round.Way.VOTE},
    )
    nominated.refresh_from_db()
    assert (nominated.state, nominated.votes_for) == ("chosen", 5)


def test_nobody_is_named_before_five_workdays_of_publicity_are_over(election, nominated, clerk):
    attach_all(nominated, by=clerk)
    publicised(election, by=clerk)
    # Thursday 10 December; five working days later is the next Thursday.
    assert election.publicised_until == date(2026, 12, 17)
    last = election.publicised_until
    with pytest.raises(Refused, match="公示到 2026-12-17 结束"):
        workflow.name_chosen(election, on=last, by=clerk, today=last)
    with pytest.raises(Refused, match="还没有到"):
        workflow.name_chosen(election, on=date(2027, 1, 12), by=clerk, today=TODAY)

    honours = workflow.name_chosen(
        election, on=date(2027, 1, 12), by=clerk, today=date(2027, 1, 12)
    )

    assert [one.holder for one in honours] == ["张示例"]
    with pytest.raises(WrongStatus):
        workflow.name_chosen(election, on=date(2027, 1, 12), by=clerk, today=date(2027, 1, 12))


def test_an_objection_stops_the_naming_until_it_is_settled_and_upheld_strikes_the_name(
    election, nominated, clerk, township, award
):
    other = make_seat(make_person(township, "李示例"), township)
    file_with((nominated.seat.person, date(2026, 5, 8)), (other.person, date(2026, 6, 8)))
    second = workflow.nominate(election, award, seat=other, reasons="好", by=clerk, today=TODAY)
    for one in (nominated, second):
        attach_all(one, by=clerk)
    publicised(election, by=clerk)
    nominated.refresh_from_db()
    after = date(2027, 1, 12)
    with pytest.raises(Refused, match="不在其中"):
        workflow.object_to(nominated, words="不实", received_on=after, by=clerk)
    objection = workflow.object_to(nominated, words="活动没有参加", received_on=TODAY, by=clerk)
    with pytest.raises(Refused, match="没有核查完"):
        workflow.name_chosen(election, on=after, by=clerk, today=after)
    with pytest.raises(Refused, match="核查情况"):
        workflow.settle(objection, outcome="upheld", finding="", by=clerk, today=TODAY)
    workflow.settle(
        objection,
        outcome=Objection.Outcome.UPHELD,
        finding="签到表上没有本人",
        by=clerk,
        today=TODAY,
    )
    with pytest.raises(WrongStatus):
        workflow.settle(objection, outcome="dismissed", finding="再查", by=clerk, today=TODAY)

    honours = workflow.name_chosen(election, on=after, by=clerk, today=after)

    assert [one.holder for one in honours] == ["李示例"]


def given(body, award, day, number, *, by):
    """So many honours of an award, as the election of that year would name them."""
    from lianxin.work.honours.workflow.awarding import reward_on

    reward = reward_on(award, day)
    for _place in range(number):
        holder = (
            {"group": Group.objects.create(body=body, name=f"小组{Group.objects.count()}")}
            if award.holder == Award.Holder.GROUP
            else {"person": make_person(body)}
        )
        Honour.objects.create(
            body=body,
            nomination=None,
            title=award.name,
            giver=body.name,
            year=day.year,
            granted_on=day,
            reward=reward,
            amount=reward.amount,
            **holder,
        )


def test_six_groups_and_twenty_one_deputies_bring_9300_yuan_and_older_honours_keep_theirs(
    township, clerk, award
):
    group = make_award(township, by=clerk, name="先进代表小组", holder=Award.Holder.GROUP)
    for one, old, new in ((group, 300, 500), (award, 100, 300)):
        for amount, since in ((old, date(2020, 1, 1)), (new, date(2026, 1, 1))):
            workflow.set_reward(
                one, amount=amount * 100, since=since, source="主席团决定", by=clerk
            )
    given(township, group, date(2025, 12, 31), 1, by=clerk)
    given(township, award, date(2025, 12, 31), 1, by=clerk)
    given(township, group, date(2026, 1, 1), 6, by=clerk)
    given(township, award, date(2026, 1, 1), 21, by=clerk)

    def total(year):
        return sum(Honour.objects.filter(year=year).values_list("amount", flat=True))

    assert total(2026) == 6 * 500_00 + 21 * 300_00 == 9_300_00
    assert total(2025) == 300_00 + 100_00
    with pytest.raises(Refused, match="已经有一个标准"):
        workflow.set_reward(award, amount=1, since=date(2026, 1, 1), source="又一次", by=clerk)


def test_the_reward_is_computed_paid_once_and_counted(election, nominated, clerk, township, award):
    workflow.set_reward(award, amount=300_00, since=TODAY, source="主席团决定", by=clerk)
    attach_all(nominated, by=clerk)
    publicised(election, by=clerk)
    on = date(2027, 1, 12)
    honour = workflow.name_chosen(election, on=on, by=clerk, today=on)[0]
    workflow.set_reward(award, amount=900_00, since=on, source="改了", by=clerk)
    with pytest.raises(Refused, match="授予日期以后"):
        workflow.pay(honour, paid_on=TODAY, by=clerk, today=on)
    workflow.pay(honour, paid_on=on, by=clerk, today=on, note="转账")
    with pytest.raises(WrongStatus):
        workflow.pay(honour, paid_on=on, by=clerk, today=on)

    scope = Scope(township, date(2027, 1, 1), on)
    values = {
        key: figure(f"honours.{key}").value(scope)
        for key in ("given", "rewards", "paid", "outside")
    }
    assert values == {"given": 1, "rewards": 300_00, "paid": 300_00, "outside": 0}
    given = {
        holder: figure("honours.given").value(replace(scope, narrowed={"holder": holder}))
        for holder in ("deputy", "group")
    }
    assert given == {"deputy": 1, "group": 0}
    stranger = Scope(township, date(2027, 1, 1), on, user=make_deputy(township))
    assert figure("honours.rewards").value(stranger) == 0


def test_an_honour_from_outside_is_in_the_file_and_not_among_the_bodys_own(township, clerk, seat):
    with pytest.raises(Refused, match="还没有到"):
        workflow.log_outside(
            township,
            title="省级先进个人",
            giver="省人大常委会",
            granted_on=date(2027, 1, 1),
            person=seat.person,
            by=clerk,
            today=TODAY,
        )
    with pytest.raises(Refused, match="授予谁"):
        workflow.log_outside(
            township, title="先进", giver="省", granted_on=TODAY, by=clerk, today=TODAY
        )
    workflow.log_outside(
        township,
        title="省级先进个人",
        giver="省人大常委会",
        granted_on=TODAY,
        person=seat.person,
        by=clerk,
        today=TODAY,
    )
    source = deeds.source("honours.given")
    lines = list(source.lines(seat.person, date(2026, 1, 1), TODAY))
    assert [one.words for one in lines] == ["省级先进个人（省人大常委会）"]
    assert source.tally(township, date(2026, 1, 1), TODAY) == {seat.person_id: 1}
    assert figure("honours.given").value(Scope(township, TODAY, TODAY)) == 0


def test_who_may_not_and_what_does_not_fit_is_refused(election, award, seat, township, clerk):
    deputy = make_deputy(township)
    group = Group.objects.create(body=township, name="第一代表小组")
    with pytest.raises(PermissionDenied):
        workflow.nominate(election, award, seat=seat, reasons="好", by=deputy, today=TODAY)
    with pytest.raises(Refused, match="授予代表"):
        workflow.nominate(election, award, group=group, reasons="好", by=clerk, today=TODAY)
    elsewhere = make_township(make_county(), code="hewang-gutun", name="古屯镇")
    stranger = make_seat(make_person(elsewhere), elsewhere)
    with pytest.raises(Refused, match="不在本级"):
        workflow.nominate(election, award, seat=stranger, reasons="好", by=clerk, today=TODAY)
    leader = make_account(Role.GROUP_LEADER, township, group=group)
    one = workflow.nominate(election, award, seat=seat, reasons="好", by=leader, today=TODAY)
    with pytest.raises(Refused, match="已经提名"):
        workflow.nominate(election, award, seat=seat, reasons="好", by=leader, today=TODAY)
    with pytest.raises(PermissionDenied):
        workflow.publicise(election, by=leader, today=TODAY)
    workflow.withdraw(one, by=leader)
    with pytest.raises(Refused, match="还没有提名"):
        workflow.review(election, [], by=clerk, today=TODAY, **REVIEWED)
    with pytest.raises(Refused, match="已经开始"):
        workflow.open_round(township, 2026, by=clerk, today=TODAY)
    with pytest.raises(Refused, match="还没有开始"):
        workflow.open_round(township, 2027, by=clerk, today=TODAY)


def test_everybody_sees_the_list_from_the_first_day_of_publicity_on(
    client, election, nominated, clerk, township
):
    address = reverse("honours:public", args=[township.code])
    assert "张示例" not in client.get(address).content.decode()
    attach_all(nominated, by=clerk)
    publicised(election, by=clerk)
    page = client.get(address)
    assert "张示例" in page.content.decode()
    assert "2026-12-17" in page.content.decode()
    assert not page.cookies


def test_papers_state_the_list_the_days_and_the_holder(election, nominated, clerk):
    attach_all(nominated, by=clerk)
    publicised(election, by=clerk)
    notice = papers.draft(kind_of("honour_notice"), election, by=clerk, today=TODAY)
    assert notice.fields["listed"] == [{"award": "优秀代表", "name": "张示例"}]
    assert notice.fields["last"] == "2026年12月17日"
    with pytest.raises(Refused):
        papers.draft(kind_of("honour_decision"), election, by=clerk, today=TODAY)
    on = date(2027, 1, 12)
    honour = workflow.name_chosen(election, on=on, by=clerk, today=on)[0]
    certificate = papers.draft(kind_of("honour_certificate"), honour, by=clerk, today=on)
    assert certificate.fields["holder"] == "张示例"


def test_the_clerk_walks_an_election_on_the_pages(client, township, clerk, seat):
    file_with((seat.person, date(2026, 5, 8)))
    client.force_login(clerk)
    client.post(f"{reverse('honours:awards_take_over')}?body={township.pk}")
    award = Award.objects.get(body=township, holder="deputy")
    client.post(
        reverse("honours:reward_new", args=[award.pk]),
        {"amount": "300.50", "since": "2026-01-01", "source": "主席团决定"},
    )
    assert award.rewards.get().amount == 300_50
    client.post(f"{reverse('honours:round_new')}?body={township.pk}", {"year": "2026"})
    election = Round.objects.get()
    page = client.post(
        reverse("honours:nominate", args=[election.pk]), {"award": award.pk, "reasons": "好"}
    )
    assert page.status_code == 409
    client.post(
        reverse("honours:nominate", args=[election.pk]),
        {"award": award.pk, "seat": seat.pk, "reasons": "为群众办事"},
    )
    one = election.nominations.get()
    typed = {
        "way": "vote",
        "review": "主席团会议表决",
        "reviewed_on": "2026-11-20",
        "present": "9",
        f"chosen-{one.pk}": "on",
        f"votes_for-{one.pk}": "8",
        f"votes_against-{one.pk}": "0",
        f"votes_abstained-{one.pk}": "1",
    }
    refused = client.post(reverse("honours:review", args=[election.pk]), typed)
    assert refused.status_code == 409
    assert "还没有附上档案里的事实" in refused.content.decode()
    assert 'value="8"' in refused.content.decode()
    keys = [offer.key for offer in offers_for(one)]
    client.post(one.get_absolute_url(), {"fact": keys})
    assert client.post(reverse("honours:review", args=[election.pk]), typed).status_code == 302
    client.post(reverse("honours:publicise", args=[election.pk]))
    election.refresh_from_db()
    assert election.state == Round.State.PUBLICISED
    assert "票" in client.get(election.get_absolute_url()).content.decode()
