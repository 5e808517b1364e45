"""The public pages: what each argument of their addresses stands for, and a look at each."""

from types import SimpleNamespace

from lianxin.foundation.people.models import Seat
from lianxin.work.petitions import workflow as petitions
from lianxin.work.stations.models import Attachment, Station
from lianxin.work.voices import codes, workflow
from tests.browser.visits import Visit

ARGUMENTS = {
    ("portal:body", "code"): "body_code",
    ("portal:deputy", "pk"): "seat",
    ("portal:station", "code"): "station_code",
    ("portal:answered_message", "pk"): "message",
    ("portal:to_station", "code"): "station_code",
    ("portal:to_deputy", "pk"): "seat",
    ("portal:to_body", "code"): "body_code",
    ("portal:mine", "code"): "query_code",
    ("portal:receipt", "code"): "query_code",
    ("portal:card", "code"): "query_code",
    ("portal:grade", "code"): "query_code",
    ("portal:more", "code"): "query_code",
    ("portal:petition", "code"): "petition_code",
    ("portal:grade_petition", "code"): "petition_code",
    ("portal:data_csv", "name"): "dataset",
    ("portal:data_json", "name"): "dataset",
    ("portal:data_schema", "name"): "dataset",
}
NO_PAGES = {
    "portal:language": "remembers the language and goes back",
    "portal:notices_feed": "an Atom feed",
    "portal:activities_feed": "an Atom feed",
    "portal:messages_feed": "an Atom feed",
    "portal:receptions_calendar": "a calendar",
    "portal:station_map": "a picture",
    "portal:card": "a picture",
    "portal:grade": "a form's target",
    "portal:more": "a form's target",
    "portal:grade_petition": "a form's target",
    "portal:data_csv": "a table",
    "portal:data_json": "JSON",
    "portal:data_schema": "JSON",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A station with the deputy, and a released message with an answer, at the suggestion's body."""
    body = suggestion.body
    today = suggestion.submitted_on
    station = Station.objects.create(body=body, name="公开页面用的联络站")
    seat = Seat.objects.filter(person=deputy.person).latest("pk")
    Attachment.objects.create(station=station, seat=seat, since=seat.started_on)
    posted = workflow.post(
        body=body,
        text="村口的路灯坏了半个月，请尽快修好。",
        channel="web",
        today=today,
        deputy=deputy.person,
    )
    workflow.answer(posted.message, text="今晚就换灯泡。", by=deputy, today=today)
    workflow.publish(posted.message, by=clerk, today=today)
    registered = petitions.register(
        body,
        channel="letter",
        title="反映路灯长期不亮",
        text="村口的路灯坏了两年，多次反映没有结果。",
        petitioners=[{"name": "田示例"}],
        by=clerk,
        today=today,
    )
    return SimpleNamespace(
        petition_code=codes.typed(registered.code),
        body_code=body.code,
        seat=seat,
        station_code=station.code,
        message=posted.message,
        query_code=codes.typed(posted.code),
        dataset="messages",
    )


def pages(of, *, clerk, deputy, liaison):
    """Every page a voter can look at."""
    for name in (
        "message",
        "ask",
        "deputies",
        "stations",
        "notices",
        "answered",
        "open_data",
        "open",
    ):
        yield Visit(f"portal:{name}", None)
    for name in ("activities", "appraisals", "assessments"):
        yield Visit(f"portal:{name}", None)
    yield Visit("portal:body", None, (of.body_code,))
    yield Visit("portal:deputy", None, (of.seat.pk,))
    yield Visit("portal:station", None, (of.station_code,))
    yield Visit("portal:answered_message", None, (of.message.pk,))
    yield Visit("portal:to_station", None, (of.station_code,))
    yield Visit("portal:to_deputy", None, (of.seat.pk,))
    yield Visit("portal:to_body", None, (of.body_code,))
    yield Visit("portal:mine", None, (of.query_code,))
    yield Visit("portal:receipt", None, (of.query_code,))
    yield Visit("portal:petition", None, (of.petition_code,))
