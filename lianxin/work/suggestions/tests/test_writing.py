"""Writing, co-signing, submitting, withdrawing; motions."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from lianxin.engines.matters.models import Matter, Proposer
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Role, Seat, Session
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.checks import advice_on
from lianxin.work.suggestions.tests.factories import (
    TEXT,
    TITLE,
    TODAY,
    Story,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_street,
    make_suggestion,
    make_township,
)
from lianxin.work.suggestions.workflow.writing import CosignersMissing, NotADeputy, StalePage

pytestmark = pytest.mark.django_db


def test_a_title_alone_is_enough_to_keep_a_draft_but_not_to_submit(county):
    story = Story(county, title="路灯", text="")
    with pytest.raises(Refused, match="请写明内容"):
        story.submit()

    workflow.edit(story.suggestion, text=TEXT, by=story.deputy, today=TODAY)
    story.submit()

    assert story.status == Matter.Status.SUBMITTED


def test_a_draft_is_written_for_a_deputy_with_both_names_shown(county):
    clerk = make_clerk(county)
    deputy = make_deputy(county)

    suggestion = workflow.draft(
        county, person=deputy.person, by=clerk, today=TODAY, title=TITLE, text=TEXT
    )
    workflow.submit(suggestion, by=clerk, today=TODAY)

    assert [event.people for event in events_of(suggestion)] == [
        f"{deputy.person.name}（由{clerk.name}代录）"
    ] * 2


def test_a_deputy_does_not_write_in_anothers_name(county):
    one, other = make_deputy(county), make_deputy(county)

    with pytest.raises(PermissionDenied):
        workflow.draft(county, person=other.person, by=one, today=TODAY, title=TITLE)


def test_a_suspended_deputy_raises_nothing(county):
    """代表法 (2025), art. 61: 暂时停止执行代表职务."""
    deputy = make_deputy(county)
    Seat.objects.filter(person=deputy.person).update(state=Seat.State.SUSPENDED)

    with pytest.raises(NotADeputy) as refusal:
        workflow.draft(county, person=deputy.person, by=deputy, today=TODAY, title=TITLE)

    assert "第六十一条" in refusal.value.article


def test_a_deputy_whose_seat_ended_cannot_submit_what_he_began(county):
    story = Story(county)
    Seat.objects.filter(person=story.deputy.person).update(
        state=Seat.State.ENDED, ended_on=TODAY, end_reason="moved"
    )

    with pytest.raises(NotADeputy):
        story.submit()


def test_county_deputies_raise_suggestions_at_their_street(county):
    """地方组织法 (2022), art. 59: a street committee is a body of the county SC."""
    street = make_street(county)

    story = make_suggestion(street, status="submitted")

    assert story.suggestion.proposers.get().seat.body == county


def test_every_cosigner_confirms_before_it_is_submitted(county):
    story = Story(county)
    first, second = make_deputy(county), make_deputy(county)
    workflow.invite(
        story.suggestion, persons=[first.person, second.person], by=story.deputy, today=TODAY
    )
    with pytest.raises(Refused, match="还没有确认联名"):
        story.submit()

    workflow.answer_invitation(
        story.suggestion, person=first.person, agrees=True, by=first, today=TODAY
    )
    workflow.answer_invitation(
        story.suggestion, person=second.person, agrees=False, by=second, today=TODAY
    )
    story.submit()

    confirmed = story.suggestion.proposers.filter(state=Proposer.State.CONFIRMED)
    assert {item.person for item in confirmed} == {story.deputy.person, first.person}


def test_nobody_confirms_for_another_deputy(county):
    story = Story(county)
    first, second = make_deputy(county), make_deputy(county)
    workflow.invite(
        story.suggestion, persons=[first.person, second.person], by=story.deputy, today=TODAY
    )

    with pytest.raises(PermissionDenied):
        workflow.answer_invitation(
            story.suggestion, person=second.person, agrees=True, by=first, today=TODAY
        )


def test_changing_the_words_asks_the_cosigners_again(county):
    story = Story(county)
    other = make_deputy(county)
    workflow.invite(story.suggestion, persons=[other.person], by=story.deputy, today=TODAY)
    workflow.answer_invitation(
        story.suggestion, person=other.person, agrees=True, by=other, today=TODAY
    )

    workflow.edit(story.suggestion, text="换成另一座桥。", by=story.deputy, today=TODAY)

    assert story.suggestion.proposers.get(is_lead=False).state == Proposer.State.INVITED


def test_a_stale_page_does_not_overwrite_what_another_saved(county):
    story = Story(county)
    opened_at = story.suggestion.version
    workflow.edit(story.suggestion, text="甲改的", by=story.deputy, today=TODAY, version=opened_at)

    with pytest.raises(StalePage):
        workflow.edit(
            story.suggestion, text="乙改的", by=story.clerk, today=TODAY, version=opened_at
        )

    story.suggestion.refresh_from_db()
    assert story.suggestion.text == "甲改的"


def test_a_returned_suggestion_keeps_its_words_and_comes_again(county):
    story = make_suggestion(county, status="submitted")
    with pytest.raises(Refused, match="理由"):
        workflow.return_for_correction(story.suggestion, reason=" ", by=story.clerk, today=TODAY)

    workflow.return_for_correction(
        story.suggestion, reason="请写明桥的位置", by=story.clerk, today=TODAY
    )
    assert story.status == Matter.Status.RETURNED

    story.submit()
    assert story.status == Matter.Status.SUBMITTED
    story.suggestion.refresh_from_db()
    assert story.suggestion.text == TEXT


def test_a_deputy_does_not_review_his_own_suggestion(county):
    story = make_suggestion(county, status="submitted")

    with pytest.raises(PermissionDenied):
        workflow.accept(story.suggestion, by=story.deputy, today=TODAY)


def test_the_county_clerk_does_not_do_the_townships_work(county):
    """代表法 (2025), art. 51: a township's presidium hands over its own suggestions."""
    story = make_suggestion(make_township(county), status="submitted")
    county_clerk = make_clerk(county)

    with pytest.raises(PermissionDenied):
        workflow.accept(story.suggestion, by=county_clerk, today=TODAY)


def test_what_is_not_a_suggestion_is_refused_on_a_listed_ground(county):
    story = make_suggestion(county, status="submitted")
    with pytest.raises(Refused, match="法定情形"):
        workflow.refuse(story.suggestion, ground="boring", by=story.clerk, today=TODAY)

    workflow.refuse(story.suggestion, ground="case", by=story.clerk, today=TODAY)

    assert story.status == Matter.Status.REFUSED


def test_withdrawing_ends_the_handling_where_it_is_allowed_after_handover(county):
    story = make_suggestion(county, status="assigned")

    workflow.withdraw(story.suggestion, reason="问题已经解决", by=story.deputy, today=story.today)

    assert story.status == Matter.Status.WITHDRAWN
    assert not story.suggestion.deadlines.running().exists()


def test_beijing_allows_withdrawal_only_before_handover():
    """北京市代表建议办理条例第十三条第二款."""
    beijing = make_county(profile="beijing", code="hewang-b")
    story = make_suggestion(beijing, status="accepted")
    late = make_suggestion(beijing, status="assigned", clerk=story.clerk)

    workflow.withdraw(story.suggestion, reason="已解决", by=story.deputy, today=TODAY)
    with pytest.raises(Refused, match="交办之后不能撤回"):
        workflow.withdraw(late.suggestion, reason="已解决", by=late.deputy, today=TODAY)


def test_splitting_keeps_the_proposers_and_gives_each_part_its_own_life(county):
    story = make_suggestion(county, status="submitted")
    with pytest.raises(Refused, match="两件以上"):
        workflow.split(story.suggestion, parts=[("桥", "修桥")], by=story.clerk, today=TODAY)

    bridge, lamp = workflow.split(
        story.suggestion, parts=[("修桥", TEXT), ("路灯", TEXT)], by=story.clerk, today=TODAY
    )

    assert story.status == Matter.Status.SPLIT
    assert bridge.proposers.get().person == lamp.proposers.get().person == story.deputy.person
    workflow.accept(lamp, by=story.clerk, today=TODAY)


def test_merging_into_itself_or_another_bodys_item_is_refused(county):
    story = make_suggestion(county, status="accepted")
    elsewhere = make_suggestion(make_township(county), status="accepted")

    with pytest.raises(Refused, match="自身"):
        workflow.merge(story.suggestion, into=story.suggestion, by=story.clerk, today=TODAY)
    with pytest.raises((Refused, PermissionDenied)):
        workflow.merge(story.suggestion, into=elsewhere.suggestion, by=story.clerk, today=TODAY)


def test_numbers_run_on_and_printed_ones_are_kept_as_they_stand(county):
    clerk = make_clerk(county)
    stories = [make_suggestion(county, status="submitted", clerk=clerk) for _ in range(4)]
    for story, number in zip(stories, ["", "0038", "Y19", ""], strict=True):
        workflow.give_number(story.suggestion, number=number, by=clerk, today=TODAY)

    assert [story.suggestion.number for story in stories] == ["1", "0038", "Y19", "2"]
    with pytest.raises(Refused, match="已经用过"):
        workflow.give_number(stories[0].suggestion, number="Y19", by=clerk, today=TODAY)


def test_each_session_and_the_time_between_number_for_themselves(county):
    clerk = make_clerk(county)
    session = Session.objects.get(term__body=county)
    between = make_suggestion(county, status="submitted", clerk=clerk)
    within = make_suggestion(
        county, status="submitted", clerk=clerk, occasion="in_session", session=session
    )

    workflow.give_number(between.suggestion, by=clerk, today=TODAY)
    workflow.give_number(within.suggestion, by=clerk, today=TODAY)

    assert between.suggestion.number == within.suggestion.number == "1"


class TestMotions:
    """代表法 (2025), art. 15; 地方组织法 (2022), art. 22."""

    def motion(self, body, cosigners, **fields):
        session = Session.objects.filter(term__body=body).first()
        details = {
            "kind": Matter.Kind.MOTION,
            "plan": "列入年度计划，县财政安排资金。",
            "occasion": "in_session",
            "session": session,
        } | fields
        story = Story(body, **details)
        others = [make_deputy(body) for _ in range(cosigners)]
        if others:
            workflow.invite(
                story.suggestion,
                persons=[other.person for other in others],
                by=story.deputy,
                today=TODAY,
            )
        for other in others:
            workflow.answer_invitation(
                story.suggestion, person=other.person, agrees=True, by=other, today=TODAY
            )
        return story

    def test_a_township_motion_needs_five_and_goes_to_the_presidium(self, county):
        town = make_township(county)
        with pytest.raises(CosignersMissing) as refusal:
            self.motion(town, 3).submit()
        assert "第二十二条" in refusal.value.article

        story = self.motion(town, 4).submit()

        assert story.status == Matter.Status.PRESIDIUM

    def test_a_county_motion_needs_ten(self, county):
        with pytest.raises(CosignersMissing):
            self.motion(county, 8).submit()

        assert self.motion(county, 9).submit().status == Matter.Status.PRESIDIUM

    def test_a_motion_belongs_to_a_session_and_has_a_plan(self, county):
        town = make_township(county)
        with pytest.raises(Refused, match="大会期间"):
            self.motion(town, 4, occasion="between", session=None).submit()
        with pytest.raises(Refused, match="方案"):
            self.motion(town, 4, plan="").submit()

    def test_a_motion_kept_off_the_agenda_goes_on_as_a_suggestion(self, county):
        story = self.motion(make_township(county), 4).submit()

        workflow.convert_motion(
            story.suggestion, decided_on=TODAY, reason="宜作为建议办理", by=story.clerk, today=TODAY
        )
        story.accept()

        story.suggestion.refresh_from_db()
        assert story.suggestion.kind == Matter.Kind.SUGGESTION
        assert story.suggestion.was_motion

    def test_a_motion_put_on_the_agenda_leaves_the_suggestions(self, county):
        story = self.motion(make_township(county), 4).submit()

        workflow.put_motion_on_agenda(
            story.suggestion, decided_on=TODAY, by=story.clerk, today=TODAY
        )

        assert story.status == Matter.Status.ON_AGENDA
        with pytest.raises(WrongStatus):
            workflow.accept(story.suggestion, by=story.clerk, today=TODAY)

    def test_a_street_committee_takes_no_motions(self, county):
        """地方组织法 (2022), art. 59: not a level of congress."""
        street = make_street(county)
        story = Story(street, kind=Matter.Kind.MOTION, plan="方案", occasion="between")

        with pytest.raises(Refused, match="街道人大工委"):
            story.submit()


def test_words_of_cases_and_tenders_are_warned_of_but_never_stop_the_writer():
    """代表法 (2025), art. 59."""
    articles = [advice.article for advice in advice_on("关于某标段中标问题", "法院判决不公，" * 5)]

    assert len([article for article in articles if "第五十九条" in article]) == 2
    assert advice_on(TITLE, TEXT) == []


def test_a_liaison_writes_for_a_deputy_and_sees_only_what_he_wrote(county):
    liaison = make_account(Role.LIAISON, county)
    deputy = make_deputy(county)
    other = make_suggestion(county, status="submitted")

    mine = workflow.draft(
        county, person=deputy.person, by=liaison, today=date(2026, 3, 1), title=TITLE, text=TEXT
    )

    assert list(Matter.objects.visible_to(liaison)) == [Matter.objects.get(pk=mine.pk)]
    assert other.suggestion.pk not in Matter.objects.visible_to(liaison).values_list(
        "pk", flat=True
    )
