"""公开目录: what was published is found from the front page; what was not, by nobody."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from lianxin.foundation.refusals import WrongStatus
from lianxin.work.appraisals import workflow as reports
from lianxin.work.appraisals.models import Meeting
from lianxin.work.appraisals.tests.factories import TODAY, make_meeting, make_seats
from lianxin.work.assessments import workflow as assessments
from lianxin.work.assessments.models import Round as Assessment
from lianxin.work.assessments.models import Sheet
from lianxin.work.assessments.publishing import public_grades, published_grades
from lianxin.work.honours import workflow as honours
from lianxin.work.honours.models import Honour
from lianxin.work.honours.models import Round as Election
from lianxin.work.honours.tests.factories import make_award
from lianxin.work.suggestions.tests.factories import (
    make_clerk,
    make_county,
    make_street,
    make_township,
)
from lianxin.work.work_reports.models import Report
from lianxin.work.work_reports.tests.factories import make_report

pytestmark = pytest.mark.django_db
PUBLIC = re.compile("/(public|honours/public|appraisals/p|figures/public)/")


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


@pytest.fixture
def county():
    return make_county()


@pytest.fixture
def town(county):
    return make_township(county)


def text(address: str) -> str:
    """What anybody reads now; what was kept of it before is not thrown away here."""
    page = Client().get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def address(name: str, *arguments, **query) -> str:
    return reverse(f"portal:{name}", args=arguments, query=query)


def counted(town, *seats, is_public=False) -> Meeting:
    meeting = make_meeting(town, make_clerk(town), seats=seats, title="春季述职会")
    Meeting.objects.filter(pk=meeting.pk).update(
        state=Meeting.State.COUNTED, counted_on=TODAY, is_public=is_public
    )
    meeting.refresh_from_db()
    return meeting


def test_the_front_page_leads_to_everything_published_in_three_taps(county, town):
    home = text(address("home"))
    index = address("open", body=county.code)
    assert index in home
    counted(town, make_seats(town, 1)[0], is_public=True)
    shelves = text(index)
    assert address("appraisals", body=county.code) in shelves
    assert address("open", body=town.code) in shelves


def taps_from_home(most: int) -> dict[str, int]:
    """Every public address that links lead to, with how many taps it takes."""
    found, now = {address("home"): 0}, [address("home")]
    for taps in range(1, most + 1):
        following = []
        for page in now:
            for link in re.findall(r'<a [^>]*href="([^"#]+)', text(page)):
                link = link.replace("&amp;", "&")
                is_page = PUBLIC.match(link) and not link.startswith(address("language"))
                if is_page and link not in found:
                    found[link] = taps
                    following.append(link)
        now = [one for one in following if not re.search(r"\.(pdf|atom|ics|csv|json)\b", one)]
    return found


def test_whatever_is_public_in_these_rooms_is_three_taps_away_and_nothing_else(county, town):
    clerk = make_clerk(town)
    [seat] = make_seats(town, 1)
    meeting, secret = counted(town, seat, is_public=True), make_meeting(town, clerk, offices=1)
    period = graded(county, "0", "1", "2")
    assessments.show(period, is_public=True, by=make_clerk(county))
    publicised(town, clerk, seat)
    report, draft = make_report(town, clerk=clerk), make_report(town, clerk=clerk, year=2024)
    Report.objects.filter(pk=report.pk).update(
        state="published", signed_by=clerk, signed_on=TODAY, adopted_on=TODAY, published_on=TODAY
    )
    found = taps_from_home(3)
    for wanted in (
        meeting.public_url,
        reverse("honours:public", args=[town.code]),
        address("assessments", body=county.code),
        address("activities", body=county.code),
        address("report", report.pk),
        address("report_picture", report.pk),
    ):
        assert wanted in found, wanted
    for hidden in (secret.public_url, secret.rate_url, address("report", draft.pk)):
        assert hidden not in found
        assert Client().get(hidden).status_code == 404


def test_results_of_a_report_are_linked_once_published_and_gone_once_withdrawn(county, town):
    [seat] = make_seats(town, 1)
    meeting = counted(town, seat)
    pages = [
        address("appraisals"),
        address("open", body=county.code),
        address("open", body=town.code),
        address("deputy", seat.pk),
    ]
    assert not any(meeting.public_url in text(one) for one in pages)
    assert Client().get(meeting.public_url).status_code == 404

    clerk = make_clerk(town)
    reports.publish(meeting, is_public=True, by=clerk)
    assert all(meeting.public_url in text(one) for one in pages)
    assert meeting.title in text(meeting.public_url)
    elsewhere = make_township(county, code="hewang-else")
    assert meeting.public_url not in text(address("appraisals", body=elsewhere.code))
    assert meeting.public_url not in text(address("appraisals", year=TODAY.year - 1))

    reports.publish(meeting, is_public=False, by=clerk)
    assert not any(meeting.public_url in text(one) for one in pages)
    assert Client().get(meeting.public_url).status_code == 404


def publicised(town, clerk, seat):
    """A deputy nominated in an election whose list is shown to everybody."""
    award = make_award(town, by=clerk)
    election = honours.open_round(town, TODAY.year, by=clerk, today=TODAY)
    given = {"seat": seat, "reasons": "走访多", "by": clerk, "today": TODAY}
    nomination = honours.nominate(election, award, **given)
    Election.objects.filter(pk=election.pk).update(
        state=Election.State.PUBLICISED,
        way=Election.Way.REVIEW,
        review="主席团会议评审",
        reviewed_on=TODAY,
        present=9,
        publicised_on=TODAY,
        publicised_until=TODAY + timedelta(days=7),
    )
    return award, nomination


def test_honours_are_shown_with_the_deputy_once_given_after_publicity(town):
    clerk = make_clerk(town)
    [seat] = make_seats(town, 1)
    named = reverse("honours:public", args=[town.code])
    assert named not in text(address("open", body=town.code))
    award, nomination = publicised(town, clerk, seat)
    assert named in text(address("open", body=town.code))
    own = {"body": town, "title": award.name, "giver": "河湾镇人大主席团", "person": seat.person}
    outside = Honour.objects.create(
        **own | {"title": "外来荣誉", "giver": "别处"}, year=TODAY.year, granted_on=TODAY
    )
    assert named not in text(address("deputy", seat.pk))
    Honour.objects.create(**own, nomination=nomination, year=TODAY.year, granted_on=TODAY)
    page = text(address("deputy", seat.pk))
    assert named in page
    assert award.name in page
    assert outside.title not in page


def graded(county, *grades: str) -> Assessment:
    clerk = make_clerk(county)
    for place in range(county.children.count(), len(grades)):
        make_township(county, code=f"hewang-g{place}", name=f"第{place + 1:02d}镇")
    scheme = assessments.copy_shipped(county, "yearly7", by=clerk)
    assessments.put_in_use(scheme, by=clerk)
    period = assessments.open_round(scheme, year=TODAY.year, self_by=TODAY, by=clerk, today=TODAY)
    for sheet, grade in zip(period.sheets.order_by("body__path"), grades, strict=True):
        Sheet.objects.filter(pk=sheet.pk).update(grade=period.scheme.grades[int(grade)][0])
    Assessment.objects.filter(pk=period.pk).update(
        state=Assessment.State.PUBLISHED, dispute_until=TODAY, published_on=TODAY
    )
    period.refresh_from_db()
    return period


def test_grades_are_public_only_by_a_step_of_their_own(county):
    period = graded(county, "0", "1", "2")
    page = address("assessments", body=county.code)
    assert str(period) not in text(page)
    assert public_grades(period) == []
    with pytest.raises(PermissionDenied):
        assessments.show(period, is_public=True, by=make_clerk(make_street(county)))
    clerk = make_clerk(county)
    assessments.show(period, is_public=True, by=clerk)
    assert str(period) in text(page)
    assert str(period) in text(address("open", body=county.code))
    assessments.show(period, is_public=False, by=clerk)
    assert str(period) not in text(page)


def test_grades_not_yet_published_cannot_be_shown(county):
    period = graded(county, "0", "1", "2")
    Assessment.objects.filter(pk=period.pk).update(state=Assessment.State.SETTLED)
    with pytest.raises(WrongStatus, match="公布等次以后"):
        assessments.show(period, is_public=True, by=make_clerk(county))


@pytest.mark.parametrize(
    ("grades", "inside", "public"),
    [
        # How many are named of each grade: to the county's bodies, to everybody.
        ("0112", [1, 0, 0], [1, 0, 0]),
        ("0122", [0, 0, 0], [0, 0, 0]),  # The second knows that the others are last.
        ("0111", [0, 0], [0, 0]),  # Who is not named has the only other grade.
        ("0001", [0, 0], [0, 0]),
        ("011223", [1, 2, 0, 0], [1, 0, 0, 0]),
        ("000", [3], [3]),
        ("111", [0, 0], [0, 0]),
    ],
)
def test_nobody_can_work_out_who_stands_last(county, grades, inside, public):
    period = graded(county, *grades)
    period.is_public = True
    for told, named in ((published_grades(period), inside), (public_grades(period), public)):
        assert [one.number for one in told][: len(named)] == [
            grades.count(str(place)) for place in range(len(named))
        ]
        assert [len(one.names) for one in told] == named + [0] * (len(told) - len(named))


def test_public_pages_outside_the_portal_speak_the_readers_language(town):
    [seat] = make_seats(town, 1)
    meeting = counted(town, seat, is_public=True)
    for page in (meeting.public_url, reverse("honours:public", args=[town.code])):
        assert '<html lang="en"' in text(f"{page}?lang=en")
        assert '<html lang="zh-Hant"' in text(f"{page}?lang=zh-hant")
        assert "繁體" in text(page)
