"""Records and pages of reports to voters and their rating."""

from collections.abc import Iterable
from datetime import time
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Office
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.workflow import Line
from tests.browser.visits import Visit

ARGUMENTS = {
    ("appraisals:batch", "pk"): "appraisal_batch",
    ("appraisals:batch_add", "pk"): "appraisal_batch",
    ("appraisals:subject", "pk"): "appraisal_subject",
    ("appraisals:draft", "pk"): "appraisal_subject",
    ("appraisals:review", "pk"): "appraisal_subject",
    ("appraisals:take_out", "pk"): "appraisal_subject",
    ("appraisals:feedback", "pk"): "rated_subject",
    ("appraisals:meeting", "pk"): "coming_appraisal",
    ("appraisals:cancel", "pk"): "coming_appraisal",
    ("appraisals:codes", "pk"): "coming_appraisal",
    ("appraisals:ballots", "pk"): "coming_appraisal",
    ("appraisals:open", "pk"): "coming_appraisal",
    ("appraisals:close", "pk"): "coming_appraisal",
    ("appraisals:opinion", "pk"): "counted_appraisal",
    ("appraisals:enter", "pk"): "closed_appraisal",
    ("appraisals:differences", "pk"): "closed_appraisal",
    ("appraisals:count", "pk"): "closed_appraisal",
    ("appraisals:result_sheet", "pk"): "counted_appraisal",
    ("appraisals:publish", "pk"): "counted_appraisal",
    ("appraisals:file", "pk"): "counted_appraisal",
    ("appraisals:scale_change", "pk"): "own_scale",
    ("appraisals:scale_end", "pk"): "own_scale",
    ("appraisals:rate", "code"): "appraisal_code",
    ("appraisals:published", "code"): "published_code",
}

NO_PAGES = {
    "appraisals:draft": "a form's target",
    "appraisals:review": "a form's target",
    "appraisals:take_out": "a form's target",
    "appraisals:ballots": "a file",
    "appraisals:open": "a form's target",
    "appraisals:result_sheet": "a file",
    "appraisals:publish": "a form's target",
    "appraisals:file": "a form's target",
    "appraisals:scale_end": "a form's target",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A batch with the deputy; stations' meetings in every state; one phone ballot open."""
    body, today = suggestion.body, localdate()
    seat = deputy.person.seats.get(body=body)
    batch = workflow.open_batch(
        body, year=today.year, name="第一批", due_on=today, seats=[seat], by=clerk, today=today
    )
    subject = batch.subjects.get()

    def plan(name, **more):
        office = Office.objects.create(body=body, name=name, kind=Office.Kind.STATION)
        return workflow.plan_meeting(
            body,
            title=f"{name}述职测评会",
            on=today,
            from_time=time(9),
            place="镇会议室",
            scale="satisfied",
            raters=["deputies"],
            offices=[office],
            by=clerk,
            today=today,
            **more,
        )

    def close(meeting):
        workflow.close_rating(
            meeting, turnout={"deputies": (10, 10)}, attended=12, by=clerk, today=today
        )
        rated = meeting.subjects.get()
        lines = [Line(rated.pk, "deputies", 10, 0, [[8, 2, 0, 0]])]
        workflow.enter(meeting, lines, by=clerk)
        return lines

    own = workflow.make_scale(
        body,
        name="四档测评",
        grades=["优秀", "良好", "一般", "较差"],
        good=2,
        source="本级主席团会议通过",
        by=clerk,
        today=today,
    )
    coming = plan("第一服务站")
    closed, counted = plan("第二服务站"), plan("第三服务站")
    close(closed)
    workflow.enter(counted, close(counted), by=liaison)
    workflow.count(counted, by=clerk, today=today)
    workflow.publish(counted, is_public=True, by=clerk)
    by_phone = plan("第四服务站", uses_codes=True)
    workflow.print_codes(by_phone, raters="deputies", number=1, by=clerk)
    workflow.open_rating(by_phone, by=clerk, today=today)
    return SimpleNamespace(
        appraisal_batch=batch,
        appraisal_subject=subject,
        rated_subject=counted.subjects.get(),
        coming_appraisal=coming,
        closed_appraisal=closed,
        counted_appraisal=counted,
        rating_appraisal=by_phone,
        appraisal_code=by_phone.code,
        published_code=counted.code,
        own_scale=own,
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("appraisals:list", clerk)
    yield Visit("appraisals:mine", deputy)
    yield Visit("appraisals:batch_new", clerk)
    yield Visit("appraisals:batch", clerk, (of.appraisal_batch.pk,))
    yield Visit("appraisals:batch_add", clerk, (of.appraisal_batch.pk,))
    yield Visit("appraisals:subject", deputy, (of.appraisal_subject.pk,))
    yield Visit("appraisals:subject", clerk, (of.rated_subject.pk,))
    yield Visit("appraisals:meeting_new", clerk)
    yield Visit("appraisals:scales", clerk)
    yield Visit("appraisals:scale_new", clerk)
    yield Visit("appraisals:scale_change", clerk, (of.own_scale.pk,))
    for meeting in (
        of.coming_appraisal,
        of.rating_appraisal,
        of.closed_appraisal,
        of.counted_appraisal,
    ):
        yield Visit("appraisals:meeting", clerk, (meeting.pk,))
    yield Visit("appraisals:cancel", clerk, (of.coming_appraisal.pk,))
    yield Visit("appraisals:codes", clerk, (of.rating_appraisal.pk,))
    yield Visit("appraisals:close", clerk, (of.coming_appraisal.pk,))
    yield Visit("appraisals:opinion", clerk, (of.counted_appraisal.pk,))
    yield Visit("appraisals:enter", liaison, (of.closed_appraisal.pk,))
    yield Visit("appraisals:enter", clerk, (of.closed_appraisal.pk,))
    yield Visit("appraisals:differences", clerk, (of.closed_appraisal.pk,))
    yield Visit("appraisals:count", clerk, (of.closed_appraisal.pk,))
    yield Visit("appraisals:feedback", clerk, (of.rated_subject.pk,))
    yield Visit("appraisals:rate", None, (of.appraisal_code,))
    yield Visit("appraisals:rate", None, (of.appraisal_code,), query={"done": "1"})
    yield Visit("appraisals:published", None, (of.published_code,))
