"""三个一: one deputy, one branch, one project; from pairing to the last of ten done."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from lianxin.foundation.figures.catalogue import Scope, figure
from lianxin.foundation.files.access import may_open
from lianxin.foundation.refusals import Refused
from lianxin.work.duty import workflow
from lianxin.work.duty.models import Pledge
from lianxin.work.duty.pairing import board_of, pairs_of
from lianxin.work.duty.tests.test_campaigns import (
    SINCE,
    TODAY,
    UNTIL,
    make_campaign,
    promise,
    seat_of,
)
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_deputy,
    make_township,
)
from tests.photographs import jpeg, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_township(make_county())


@pytest.fixture
def clerk(town):
    return make_clerk(town)


@pytest.fixture
def campaign(town, clerk):
    return make_campaign(town, clerk, is_paired=True)


def pair(campaign, deputy, branch="柳溪村第一网格支部", project="路灯亮化", **fields):
    return promise(campaign, deputy, text="", branch=branch, project=project, **fields)


def test_one_deputy_has_one_branch_and_one_branch_one_deputy(town, campaign):
    first, second = make_deputy(town), make_deputy(town)
    made = pair(campaign, first)
    assert made.text == "路灯亮化"

    with pytest.raises(Refused, match="已经和柳溪村第一网格支部结对"):
        pair(campaign, first, branch="青石村第一网格支部")
    with pytest.raises(Refused, match="请选别的网格支部"):
        pair(campaign, second, branch=" 柳溪村第一网格支部 ")

    workflow.settle_pledge(made, is_kept=False, words="今年没有资金。", by=first, today=TODAY)
    assert pair(campaign, second).stage == "已选定项目，尚未开始"
    assert made.stage == "没有完成，已说明"
    assert made.persons is None


def test_ten_of_ten_projects_are_done_and_the_rate_says_of_how_many(town, clerk, campaign):
    deputies = [make_deputy(town) for _number in range(11)]
    made = [
        pair(campaign, one, branch=f"第{number}网格支部")
        for number, one in enumerate(deputies[:10])
    ]
    for one, deputy in zip(made, deputies, strict=False):
        workflow.settle_pledge(
            one, is_kept=True, words="办成了。", persons=50, by=deputy, today=TODAY
        )
    scope = Scope(town, SINCE, UNTIL, user=clerk)

    found = board_of(campaign, list(pairs_of(campaign)), TODAY)

    assert (found.asked, found.projects, found.done, found.percent) == (11, 10, 10, 100)
    assert [one.person for one in found.unpaired] == [deputies[10].person]
    assert figure("duty.projects_done_rate").sides(scope) == (10, 10)
    assert figure("duty.project_persons").value(scope) == found.persons == 500


def test_every_stage_counts_what_its_list_shows(town, clerk, campaign, client):
    deputies = [make_deputy(town) for _number in range(4)]
    paired = pair(campaign, deputies[0], branch="甲支部", project="")
    chosen = pair(campaign, deputies[1], branch="乙支部")
    running = pair(campaign, deputies[2], branch="丙支部", project="修渠")
    workflow.report_progress(running, words="开工。", on=TODAY, by=deputies[2], today=TODAY)
    scope = Scope(town, SINCE, UNTIL, user=clerk)

    for stage, one in (("paired", paired), ("chosen", chosen), ("running", running)):
        assert list(Pledge.objects.pairs().at(stage)) == [one]
        narrowed = Scope(town, SINCE, UNTIL, user=clerk, narrowed={"stage": stage})
        assert figure("duty.pairs").value(narrowed) == 1
    assert figure("duty.pairs").value(scope) == 3
    assert figure("duty.pair_projects").value(scope) == 2
    assert not Pledge.objects.at("elsewhere").exists()

    client.force_login(clerk)
    page = client.get(reverse("duty:pairs"), {"stage": "running"}).content.decode()
    assert "丙支部" in page
    assert "乙支部" not in page
    unpaired = client.get(reverse("duty:pairs"), {"only": "unpaired"}).content.decode()
    assert deputies[3].person.name in unpaired
    assert deputies[0].person.name not in unpaired


def test_a_deputy_notes_a_month_on_the_phone_with_a_picture(client, town, clerk, campaign):
    deputy, colleague, stranger = make_deputy(town), make_deputy(town), make_deputy(town.parent)
    client.force_login(deputy)
    invited = client.get(reverse("duty:my_pairs")).content.decode()
    assert reverse("duty:pledge_new", args=[campaign.pk]) in invited
    client.post(
        reverse("duty:pledge_new", args=[campaign.pk]),
        {"branch": "柳溪村第一网格支部", "due_on": date(2099, 1, 1)},
    )
    made = Pledge.objects.get()
    url = reverse("duty:pledge_progress", args=[made.pk])

    refused = client.post(url, {"words": "开工", "on": date(2099, 1, 1), "project": "修渠"})
    answer = client.post(
        url,
        {
            "words": "渠道挖通一半。",
            "on": localdate(),
            "project": "修渠",
            "picture": SimpleUploadedFile("渠.jpg", jpeg(page(size=60)), "image/jpeg"),
        },
    )

    assert refused.status_code == 409
    assert answer.status_code == 302
    made.refresh_from_db()
    step = made.steps.get()
    assert step.picture is not None
    assert (made.project, made.begun_on) == ("修渠", localdate())
    assert [may_open(one, step.picture) for one in (deputy, clerk, colleague)] == [True] * 3
    assert not may_open(stranger, step.picture)
    mine = client.get(reverse("duty:my_pairs")).content.decode()
    assert "项目推进中" in mine
    assert "本月还没有记" not in mine
    client.force_login(colleague)
    assert client.get(url).status_code == 403
    assert client.get(reverse("duty:pairs")).url == reverse("duty:my_pairs")


def test_the_board_asks_as_many_queries_for_one_pair_as_for_six(client, town, clerk, campaign):
    client.force_login(clerk)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("duty:pairs")).status_code == 200
        return len(found)

    pair(campaign, make_deputy(town))
    asked()
    few = asked()
    for number in range(5):
        pair(campaign, make_deputy(town), branch=f"第{number}网格支部")

    assert asked() == few


def test_who_is_given_up_is_without_a_pair_again(town, campaign):
    deputy = make_deputy(town)
    made = pair(campaign, deputy)
    workflow.settle_pledge(made, is_kept=False, words="改线。", by=deputy, today=TODAY)

    found = board_of(campaign, list(pairs_of(campaign)), TODAY)

    assert found.unpaired == [seat_of(deputy)]
    assert (found.projects, found.done, found.percent) == (1, 0, 0)
