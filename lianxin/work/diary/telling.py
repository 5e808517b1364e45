"""Who is told of the year: before a duty's day, on it and after it, once each; and iCal."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.calendars.counting import named
from lianxin.foundation.calendars.remembering import remembering
from lianxin.foundation.notices.feeds import Entry
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, Account, Body, Grant, Role
from lianxin.foundation.tasks import background, schedule
from lianxin.work.diary.beginnings import beginnings_of
from lianxin.work.diary.models import Period, Standing
from lianxin.work.diary.queries import DatedDuty, State, year_of, years_of

BEFORE, ON, AFTER = "diary.before", "diary.on", "diary.after"
AHEAD = timedelta(days=7)
# What nobody did for two weeks stands in the list; a notice would be one more.
BEHIND = timedelta(days=14)
MOST_NEAR = 5
# Reception days and weekly meetings remind of themselves.
QUIET = (Period.WEEK, Period.HALF_MONTH)
FEED_ROLES = (*CLERKS, Role.CHAIR)


def register_notices() -> None:
    register(
        Kind(BEFORE, gettext_lazy("年历：快到日子的工作")),
        Kind(ON, gettext_lazy("年历：今天要办的工作")),
        Kind(AFTER, gettext_lazy("年历：过了期限没有办的工作")),
    )


def stage_of(one: DatedDuty, today: date) -> str:
    """Which reminder a duty is due for; "" for none."""
    if one.state in (State.DONE, State.LATE, State.BEFORE) or one.duty.period in QUIET:
        return ""
    if today == one.due:
        return ON
    if one.due - AHEAD <= today < one.due:
        return BEFORE
    if one.deadline < today <= one.deadline + BEHIND:
        return AFTER
    return ""


def remind(today: date) -> int:
    """Remind those who answer for what comes up; number of notices written.

    Only bodies of which it is known from which day they keep their diary, so that a county
    that begins in autumn is not told of a whole year at once.
    """
    active = list(Body.objects.filter(is_active=True))
    begun = beginnings_of(active)
    bodies = [one for one in active if one.pk in begun and begun[one.pk].on <= today]
    told = 0
    for county in {body.county_id for body in bodies}:
        below = [body for body in bodies if body.county_id == county]
        with remembering():
            years = _years_near(today)
            for year in years:
                every = years_of(below, year, on=today)
                for found in every.values():
                    told += sum(_tell(one, today) for one in found)
                if year == today.year:
                    _keep_standings(every, today)
    return told


def _keep_standings(every: dict[int, list[DatedDuty]], today: date) -> None:
    """What each body's desk shows until tomorrow morning."""
    for body_id, found in every.items():
        due = [one for one in found if one.state == State.DUE]
        near = [
            one for one in due if abs(one.due - today) <= AHEAD and one.duty.period not in QUIET
        ]
        Standing.objects.update_or_create(
            body_id=body_id,
            defaults={
                "on": today,
                "due": len(due),
                "missed": sum(1 for one in found if one.state == State.MISSED),
                "near": [
                    {"name": one.name, "on": one.due.isoformat(), "url": one.url}
                    for one in near[:MOST_NEAR]
                ],
            },
        )


def _years_near(today: date) -> list[int]:
    """This year, and the one into which the days ahead or behind reach."""
    return sorted({(today + AHEAD).year, today.year, (today - BEHIND).year})


def _tell(one: DatedDuty, today: date) -> int:
    stage = stage_of(one, today)
    if not stage:
        return 0
    words = {
        BEFORE: _("%(name)s：%(day)s到日子。"),
        ON: _("%(name)s：今天（%(day)s）到日子。"),
        AFTER: _("%(name)s：%(day)s已过，还没有记录。办了的请登记，没办的请补办。"),
    }[stage] % {"name": one.name, "day": named(one.due)}
    return len(
        tell(
            answering_for(one),
            stage,
            words,
            why=_("您在%s负责这项工作。") % one.body.short_name,
            url=one.url,
            about=one.body,
            once=f"{stage}.{one.body.pk}.{one.key}.{one.on}",
        )
    )


def answering_for(one: DatedDuty) -> list[Account]:
    """Who holds the role at the body; its clerks where nobody does."""
    for roles in ([one.duty.owner_at(one.body)], CLERKS):
        grants = Grant.objects.in_force().filter(body=one.body, role__in=roles)
        found = list(Account.objects.filter(pk__in=grants.values("account"), is_active=True))
        if found:
            return found
    return []


@background(title=gettext_lazy("年历提醒"), retries=3)
def remind_of_duties(job):
    """Every morning: what comes up, what is due today, what was missed."""
    return remind(timezone.localdate())


def schedule_reminders() -> None:
    schedule(remind_of_duties, cron="50 7 * * *")


def dates_of(account: Account, since: date) -> Iterator[Entry]:
    """What is due at one's own bodies, for the calendar on one's phone."""
    today = timezone.localdate()
    for body in account.bodies_as(*FEED_ROLES):
        for year in sorted({since.year, today.year, (today + timedelta(days=60)).year}):
            for one in year_of(body, year, on=today):
                if one.due >= since and not one.is_done and one.duty.period not in QUIET:
                    yield Entry(
                        uid=f"diary-{body.pk}-{one.key}-{one.on}",
                        on=one.due,
                        title=f"{one.name}（{body.short_name}）",
                        path=one.url,
                    )
