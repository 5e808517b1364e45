"""Records and pages of receptions."""

from collections.abc import Iterable
from datetime import time, timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.work.receptions import workflow
from lianxin.work.receptions.models import Duty, DutyRule, Reception
from lianxin.work.stations.models import Attachment, Staff, Station
from tests.browser.visits import Visit

ARGUMENTS = {
    ("receptions:detail", "pk"): "reception",
    ("receptions:change", "pk"): "reception",
    ("receptions:check_in", "pk"): "reception",
    ("receptions:visitor", "pk"): "reception",
    ("receptions:close", "pk"): "reception",
    ("receptions:quiet", "pk"): "coming_reception",
    ("receptions:cancel", "pk"): "coming_reception",
    ("receptions:reopen", "pk"): "closed_reception",
    ("receptions:put_on", "pk"): "reception",
    ("receptions:blank", "pk"): "reception",
    ("receptions:leave", "pk"): "duty",
    ("receptions:swap", "pk"): "duty",
    ("receptions:record", "pk"): "visitor_record",
    ("receptions:record_sheet", "pk"): "visitor_record",
    ("receptions:rule_edit", "pk"): "duty_rule",
    ("receptions:rule_generate", "pk"): "duty_rule",
    ("receptions:rule_stop", "pk"): "duty_rule",
    ("receptions:rule_excuse", "pk"): "duty_rule",
    ("receptions:rule_end_excuse", "pk"): "duty_rule",
    ("receptions:rule_end_excuse", "away"): "away",
}

NO_PAGES = {
    "receptions:today": "leads to the reception of the day",
    "receptions:check_in": "a form's target",
    "receptions:close": "a form's target",
    "receptions:rule_stop": "a form's target",
    "receptions:rule_end_excuse": "a form's target",
    "receptions:blank": "a file",
    "receptions:record_sheet": "a file",
    "receptions:offline_worker": "a script",
    "receptions:offline_manifest": "JSON",
    "receptions:offline_state": "JSON",
    "receptions:offline_records": "JSON",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """A station kept by `liaison`, where `deputy` is on duty; a rule and three receptions."""
    body, today = suggestion.body, localdate()
    station = Station.objects.create(body=body, name="石板桥代表联络站", address="石板桥村")
    Staff.objects.create(
        station=station,
        post=Staff.Post.LIAISON,
        name=liaison.name,
        account=liaison,
        since=today - timedelta(days=90),
    )
    seat = deputy.person.seats.first()
    Attachment.objects.create(station=station, seat=seat, since=today - timedelta(days=90))
    rule = workflow.make_rule(
        DutyRule(body=body, station=station, name="周一接待日", numbers=[1], starts_on=today),
        by=clerk,
        today=today,
    )

    def plan(on):
        reception = Reception.objects.create(
            body=body, station=station, on=on, from_time=time(9), to_time=time(11, 30)
        )
        Duty.objects.create(reception=reception, seat=seat)
        return reception

    reception, coming, closed = plan(today), plan(today + timedelta(days=7)), plan(today)
    made = workflow.record_visitor(
        reception, text="村口的路灯坏了两个月。", persons=2, by=liaison, today=today
    )
    workflow.quiet(closed, done_instead="走访了三户独居老人。", by=liaison, today=today)
    return SimpleNamespace(
        reception=reception,
        coming_reception=coming,
        closed_reception=closed,
        duty=coming.duties.get(),
        duty_rule=rule,
        away=workflow.excuse(
            seat,
            rule=rule,
            since=today + timedelta(days=30),
            until=today + timedelta(days=40),
            reason="住院",
            by=clerk,
            today=today,
        ),
        visitor_record=made.record,
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    reception, coming = of.reception.pk, of.coming_reception.pk
    yield Visit("receptions:list", clerk)
    yield Visit("receptions:list", liaison, query={"view": "calendar"})
    yield Visit("receptions:list", clerk, query={"month": "2001-01"})
    yield Visit("receptions:mine", deputy)
    yield Visit("receptions:mine", clerk)
    yield Visit("receptions:new", liaison, query={"place": of.reception.station_id})
    yield Visit("receptions:new", clerk)
    yield Visit("receptions:announce", clerk, query={"place": of.reception.station_id})
    yield Visit("receptions:rules", liaison)
    yield Visit("receptions:rule_new", liaison, query={"place": of.reception.station_id})
    yield Visit("receptions:rule_edit", clerk, (of.duty_rule.pk,))
    yield Visit("receptions:rule_generate", clerk, (of.duty_rule.pk,))
    yield Visit("receptions:rule_excuse", clerk, (of.duty_rule.pk,))
    yield Visit("receptions:detail", liaison, (reception,))
    yield Visit("receptions:detail", deputy, (coming,))
    yield Visit("receptions:detail", clerk, (of.closed_reception.pk,))
    yield Visit("receptions:visitor", liaison, (reception,))
    yield Visit("receptions:change", clerk, (coming,))
    yield Visit("receptions:quiet", liaison, (coming,))
    yield Visit("receptions:cancel", liaison, (coming,))
    yield Visit("receptions:reopen", liaison, (of.closed_reception.pk,))
    yield Visit("receptions:put_on", liaison, (coming,))
    yield Visit("receptions:leave", deputy, (of.duty.pk,))
    yield Visit("receptions:swap", deputy, (of.duty.pk,))
    yield Visit("receptions:record", liaison, (of.visitor_record.pk,))
    yield Visit("receptions:offline", None)
