"""Nobody finds what `visible_to` hides, and everybody finds what it shows."""

import pytest

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Assignment, Matter, Reply
from lianxin.foundation.people.models import Group, Role, Seat
from lianxin.foundation.people.workflow.offices import rename_office
from lianxin.foundation.people.workflow.persons import change_person
from lianxin.foundation.search import index
from lianxin.foundation.search.models import Document
from lianxin.foundation.search.query import search
from lianxin.foundation.tasks.testing import run_waiting_jobs
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.sight import sight_of
from lianxin.work.suggestions.tests.factories import (
    TODAY,
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_office_head,
    make_person,
    make_suggestion,
    make_township,
)

PATH = ["draft", "submitted", "accepted", "assigned", "replied", "judged", "closed"]


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def township(county):
    return make_township(county)


def found(user, typed="柳溪村石板桥", kind="suggestion"):
    page = search(typed, user=user, kinds=[kind], per_page=500)
    ids = {one.object_id for one in page.documents}
    assert page.counts.get(kind, 0) == len(ids)
    return ids


@pytest.fixture
def world(county, township):
    """Suggestions of both bodies in each status, open, confidential and public; and everyone."""
    offices = {body: make_office(body, f"{body.short_name}水利站") for body in (county, township)}
    deputies = {}
    for body in (county, township):
        deputies[body] = make_deputy(body)
        group = Group.objects.create(body=body, name="第一小组")
        Seat.objects.filter(person=deputies[body].person).update(group=group)
        for status in PATH:
            for fields in ({}, {"is_confidential": True}):
                story = make_suggestion(
                    body,
                    status=status,
                    deputy=deputies[body] if status != "judged" else None,
                    office=offices[body],
                    **fields,
                )
                if status in ("assigned", "closed") and not fields:
                    handling.publish(story.suggestion, by=story.clerk, today=TODAY)
    everyone = []
    for body in (county, township):
        everyone += [
            make_clerk(body),
            make_account(Role.CHAIR, body),
            make_account(Role.PRESIDIUM_MEMBER, body),
            make_account(Role.AUDITOR, body),
            make_account(Role.SUPERVISION_OFFICE, body),
            make_account(Role.SYSTEM_ADMIN, body),
            make_account(Role.LIAISON, body),
            make_account(Role.GROUP_LEADER, body, group=body.groups.get()),
            make_office_head(offices[body]),
            make_office_handler(offices[body]),
            make_office_handler(make_office(body)),
            make_deputy(body),
            deputies[body],
        ]
    return everyone


def test_everyone_finds_exactly_what_is_visible_to_them(world):
    for user in world:
        shown = set(Suggestion.objects.visible_to(user).values_list("pk", flat=True))

        assert found(user) == shown, user.name
    assert len({len(found(user)) for user in world}) > 4


def test_everyone_finds_exactly_the_answers_that_the_page_shows_them(world):
    Reply.objects.filter(pk__in=Reply.objects.order_by("pk").values("pk")[:3]).update(
        is_public=False
    )
    index.rebuild(["reply"], anew=True)
    replies = list(Reply.objects.select_related("assignment__matter__suggestion__body"))

    for user in world:
        visible = set(Suggestion.objects.visible_to(user).values_list("pk", flat=True))
        shown = set()
        for reply in replies:
            matter = reply.assignment.matter.suggestion
            sight = sight_of(
                user,
                matter,
                matter.proposers.exclude(state="declined"),
                list(Assignment.objects.active().filter(matter=matter)),
            )
            if matter.pk in visible and (sight.sees_all or reply.is_public):
                shown.add(reply.pk)

        assert found(user, kind="reply") == shown, user.name


def test_a_liaison_finds_what_he_wrote_down(township):
    liaison = make_account(Role.LIAISON, township)
    deputy = make_deputy(township)
    written = workflow.draft(
        township, person=deputy.person, by=liaison, today=TODAY, title="柳溪村石板桥", text="修桥"
    )

    assert found(liaison) == found(deputy) == {written.pk}
    assert found(make_clerk(township)) == set()


def test_what_is_withheld_again_is_lost_to_other_deputies_at_once(township):
    story = make_suggestion(township, status="assigned")
    other = make_deputy(township)

    handling.publish(story.suggestion, by=story.clerk, today=TODAY)
    assert found(other) == {story.suggestion.pk}

    handling.withhold(story.suggestion, reason="涉及个人隐私", by=story.clerk, today=TODAY)
    assert found(other) == set()


def test_whose_suggestion_was_merged_finds_where_it_went(township):
    into = make_suggestion(township, status="accepted")
    away = make_suggestion(township, title="石桥危险", text="修桥")

    workflow.merge(away.suggestion, into=into.suggestion, by=into.clerk, today=TODAY)

    assert into.suggestion.pk in found(away.deputy)


def test_an_office_that_gave_a_matter_back_finds_it_no_more(township):
    office = make_office(township)
    story = make_suggestion(township, status="received", office=office)
    handler = make_office_handler(office)
    assert found(handler) == {story.suggestion.pk}

    handling.take_back(story.assignment, reason="职责不在此", by=story.clerk, today=TODAY)

    assert found(handler) == set()


def test_a_corrected_text_is_found_by_its_new_words_only(township):
    story = make_suggestion(township, status="draft")

    workflow.edit(
        story.suggestion, by=story.deputy, today=TODAY, title="关于修复铁索桥的建议", text="铁索桥"
    )

    assert found(story.deputy, "铁索桥") == {story.suggestion.pk}
    assert found(story.deputy, "「石板桥」") == set()


def test_a_step_rolled_back_leaves_no_document(township, monkeypatch):
    from lianxin.work.suggestions.workflow import writing

    def fail(*arguments, **details):
        raise RuntimeError

    monkeypatch.setattr(writing, "_note", fail)
    deputy = make_deputy(township)

    with pytest.raises(RuntimeError):
        workflow.draft(township, person=deputy.person, by=deputy, today=TODAY, title="水渠")

    assert not Document.objects.filter(kind="suggestion").exists()


def test_number_office_and_proposer_lead_to_a_suggestion(township):
    office = make_office(township, "禾望县水利站")
    story = make_suggestion(township, status="assigned", office=office)
    story.suggestion.refresh_from_db()

    for typed in [office.name, story.deputy.name, "「柳溪镇」"]:
        assert story.suggestion.pk in found(story.clerk, typed)


def test_an_assisting_opinion_stays_between_offices_and_the_congress_office(township):
    story = make_suggestion(township, status="received")
    helper = make_office(township)
    handling.add_offices(story.suggestion, offices=[helper], by=story.clerk, today=TODAY)
    assisting = story.suggestion.assignments.get(office=helper)
    opinion = Reply.objects.create(
        assignment=assisting, state=Reply.State.ISSUED, text="河道归我站管", issued_on=TODAY
    )
    index.reindex(opinion)

    assert found(make_office_handler(helper), "河道", "reply") == {opinion.pk}
    assert found(story.clerk, "河道", "reply") == {opinion.pk}
    assert found(story.deputy, "河道", "reply") == set()


def test_a_draft_of_an_answer_is_found_by_nobody(township):
    story = make_suggestion(township, status="met")
    Reply.objects.create(assignment=story.assignment, text="草稿里的话")
    index.rebuild(["reply"], anew=True)

    assert found(story.clerk, "草稿里的话", "reply") == set()


def test_a_rebuilding_gives_what_the_steps_gave_and_goes_on_where_it_stopped(world, monkeypatch):
    told = Document.objects.filter(kind__in=["suggestion", "reply"]).values_list("id", "digest")
    before = set(told)
    Document.objects.filter(kind="suggestion").delete()
    monkeypatch.setattr(index, "BATCH", 5)

    class Interrupted(Exception):
        pass

    def stop(kind, written):
        if kind == "suggestion" and written >= 10:
            raise Interrupted

    codes = ["office", "suggestion", "reply"]
    with pytest.raises(Interrupted):
        index.rebuild(codes, report=stop)
    assert Document.objects.filter(kind="suggestion").count() == 10
    seen = []
    index.rebuild(codes, report=lambda kind, written: seen.append((kind, written)))

    assert seen[0] == ("suggestion", 15)
    assert set(told.all()) == before
    assert index.check("suggestion") == {
        "documents": Matter.objects.count(),
        "missing": 0,
        "stale": 0,
        "left_over": 0,
    }


def test_many_steps_at_once_are_written_at_their_end(township):
    with index.together():
        story = make_suggestion(township, status="replied")
        assert not Document.objects.filter(kind__in=["suggestion", "reply"]).exists()

    assert found(story.clerk) == {story.suggestion.pk}
    assert len(found(story.clerk, kind="reply")) == 1


def test_a_check_tells_what_is_missing_stale_and_left_over(township):
    first, second = make_suggestion(township), make_suggestion(township)
    Document.objects.filter(kind="suggestion", object_id=first.suggestion.pk).delete()
    Matter.objects.filter(pk=second.suggestion.pk).update(title="改过的标题")
    gone = make_suggestion(township)
    Document.objects.filter(kind="suggestion", object_id=gone.suggestion.pk).update(
        object_id=999_999
    )

    assert index.check("suggestion") == {
        "documents": 2,
        "missing": 2,
        "stale": 1,
        "left_over": 1,
    }
    index.rebuild(["suggestion"])
    assert index.check("suggestion")["stale"] == index.check("suggestion")["left_over"] == 0


def test_people_and_offices_are_found_by_those_who_read_the_roster(county, township):
    office = make_office(township, "柳溪镇水利站")
    deputy = make_deputy(township, "张桥头")
    make_person(county, "李桥头")

    for reader in [make_clerk(county), make_clerk(township), make_account(Role.CHAIR, township)]:
        assert found(reader, "桥头", "person") == {deputy.person_id}
        assert found(reader, "水利站", "office") == {office.pk}
    for other in [
        deputy,
        make_account(Role.CHAIR, county),
        make_account(Role.SYSTEM_ADMIN, county),
    ]:
        assert found(other, "桥头", "person") == set()
        assert found(other, "水利站", "office") == set()


def test_a_renamed_office_and_person_are_found_by_their_new_names_everywhere(county):
    admin = make_account(Role.COUNTY_CLERK, county)
    office = make_office(county, "县交通运输局")
    deputy = make_deputy(county)
    story = make_suggestion(county, status="replied", deputy=deputy, office=office)
    rename_office(office, "县道路运输局", by=admin, on=TODAY)
    change_person(deputy.person, by=admin, name="新名示例")
    assert not found(admin, "「道路运输局」")

    run_waiting_jobs()

    assert found(admin, "「道路运输局」") == {story.suggestion.pk}
    assert found(admin, "「道路运输局」", "reply") == {story.answer.pk}
    assert found(admin, "「新名示例」") == {story.suggestion.pk}
