"""From the review to naming; nothing but these steps writes the state of an election.

Refused before facts are attached, before the review is recorded, before the days of
publicity are over, and while an objection is open (M11).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import due
from lianxin.foundation.saving import save
from lianxin.work.honours.models import Fact, Honour, Nomination, Objection, Round
from lianxin.work.honours.permissions import Permission
from lianxin.work.honours.workflow.awarding import reward_on
from lianxin.work.honours.workflow.nominating import must_stand_at

R, N = Round.State, Nomination.State
PUBLICITY = "honour.publicity"


class Verdict(NamedTuple):
    """What the review said of one nomination. Votes only where it was voted."""

    nomination: Nomination
    is_chosen: bool
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None


@transaction.atomic
def review(
    election: Round,
    verdicts: Iterable[Verdict],
    *,
    way: str,
    review: str,
    reviewed_on: date,
    present: int,
    by: Account | None,
    today: date,
) -> None:
    """Record the review of all nominations, by votes or by a committee's word.

    present: how many voted or reviewed. review: by whom, where, how.
    Raises PermissionDenied; WrongStatus once it is public; Refused while someone has no
    facts, for one left out, for more votes than voters, for a chosen one without more
    than half of those present, and where nobody was chosen.
    """
    require(by, Permission.KEEP, election)
    election.refresh_from_db()
    if election.state not in (R.OPEN, R.REVIEWED):
        raise WrongStatus(_("名单已经公示，不能再改评审结果。"))
    verdicts = list(verdicts)
    _refuse_unfit_review(election, verdicts, way, review, reviewed_on, present, today)
    for one in verdicts:
        nomination = one.nomination
        nomination.state = N.CHOSEN if one.is_chosen else N.NOT_CHOSEN
        nomination.votes_for = one.votes_for
        nomination.votes_against = one.votes_against
        nomination.votes_abstained = one.votes_abstained
        nomination.save(update_fields=["state", "votes_for", "votes_against", "votes_abstained"])
    _move(
        election,
        (R.OPEN, R.REVIEWED),
        state=R.REVIEWED,
        way=way,
        review=review.strip()[:500],
        reviewed_on=reviewed_on,
        present=present,
    )
    chosen = [one.nomination.name for one in verdicts if one.is_chosen]
    record(
        by,
        "honour.review",
        election,
        gettext("%(way)s通过 %(number)s 个")
        % {"way": election.get_way_display(), "number": len(chosen)},
        after={"chosen": chosen, "present": present, "review": election.review},
    )


def _refuse_unfit_review(election, verdicts, way, review, reviewed_on, present, today) -> None:
    if way not in Round.Way.values or not review.strip():
        raise Refused(_("请写明评审情况：由谁、在什么会上、怎么评的。"))
    if reviewed_on > today:
        raise Refused(_("评审日期还没有到。"))
    nominations = {one.pk: one for one in election.nominations.select_related("award")}
    if not nominations:
        raise Refused(_("还没有提名，不能评审。"))
    if {one.nomination.pk for one in verdicts} != set(nominations):
        raise Refused(_("每个提名都要有评审结果。请补齐。"))
    with_facts = set(
        Fact.objects.filter(nomination__round=election).values_list("nomination", flat=True)
    )
    if bare := [str(one) for pk, one in nominations.items() if pk not in with_facts]:
        raise Refused(gettext("还没有附上档案里的事实：%s。请先附事实，再评审。") % "、".join(bare))
    if present < 1:
        raise Refused(_("请填写参加评审的人数。"))
    for one in verdicts:
        if way == Round.Way.VOTE:
            _refuse_votes(one, present)
    if not any(one.is_chosen for one in verdicts):
        raise Refused(_("没有一个通过。请核对；确实没有的，撤回提名即可。"))


def _refuse_votes(one: Verdict, present: int) -> None:
    votes = (one.votes_for, one.votes_against, one.votes_abstained)
    if any(number is None or number < 0 for number in votes):
        raise Refused(gettext("%s的票数没有填全。") % one.nomination.name)
    cast = sum(number or 0 for number in votes)
    if cast > present:
        raise Refused(
            gettext("%(name)s的票数合计 %(cast)s，多于到会的 %(present)s 人。请核对。")
            % {"name": one.nomination.name, "cast": cast, "present": present}
        )
    if one.is_chosen and 2 * (one.votes_for or 0) <= present:
        raise Refused(
            gettext("%(name)s赞成 %(votes)s 票，没有过到会 %(present)s 人的半数，不能列为通过。")
            % {"name": one.nomination.name, "votes": one.votes_for, "present": present}
        )


@transaction.atomic
def publicise(election: Round, *, by: Account | None, today: date) -> None:
    """Make the list public from today for the rulebook's days.

    Raises PermissionDenied; WrongStatus before the review and when it is public.
    """
    require(by, Permission.KEEP, election)
    until = due(PUBLICITY, today, body=election.body)
    _move(
        election,
        (R.REVIEWED,),
        state=R.PUBLICISED,
        publicised_on=today,
        publicised_until=until.due,
        publicity=until.as_json(),
    )
    record(
        by,
        "honour.publicise",
        election,
        gettext("公示至 %s") % until.due.isoformat(),
        after={"until": until.due, "rule": until.explanation},
    )


@transaction.atomic
def object_to(
    nomination: Nomination,
    *,
    words: str,
    received_on: date,
    by: Account | None,
    said_by: str = "",
) -> Objection:
    """Write down what was said against someone within the days of publicity.

    said_by: empty for one who does not give a name.
    Raises PermissionDenied; WrongStatus while nothing is public; Refused outside the days.
    """
    election = nomination.round
    require(by, Permission.KEEP, election)
    must_stand_at(election, R.PUBLICISED, _("名单不在公示中，不能登记公示异议。"))
    if nomination.state != N.CHOSEN:
        raise Refused(gettext("%s不在公示名单里。") % nomination.name)
    first, last = election.publicised_on, election.publicised_until
    if first is None or last is None or not first <= received_on <= last:
        raise Refused(
            gettext("公示期是 %(first)s 至 %(last)s，收到日期不在其中。请核对日期。")
            % {"first": first, "last": last}
        )
    objection = Objection(
        nomination=nomination,
        words=words.strip(),
        said_by=said_by.strip(),
        received_on=received_on,
    )
    save(objection)
    # Who said it stays off the ledger's words: the timeline is read by more people.
    record(by, "honour.object", election, gettext("收到对%s的公示异议") % nomination.name)
    return objection


@transaction.atomic
def settle(
    objection: Objection, *, outcome: str, finding: str, by: Account | None, today: date
) -> None:
    """Say what was found; an upheld one strikes the name from the list.

    Raises PermissionDenied; WrongStatus when it was settled; Refused without a finding.
    """
    nomination = objection.nomination
    require(by, Permission.KEEP, nomination)
    if outcome not in (Objection.Outcome.UPHELD, Objection.Outcome.DISMISSED):
        raise Refused(_("请选择核查结论：成立或者不成立。"))
    if not finding.strip():
        raise Refused(_("请写明核查情况。"))
    values = {"outcome": outcome, "finding": finding.strip()[:500], "settled_on": today}
    if not Objection.objects.filter(pk=objection.pk, outcome="").update(**values):
        raise WrongStatus(_("这条异议已经核查完毕。"))
    for name, value in values.items():
        setattr(objection, name, value)
    if outcome == Objection.Outcome.UPHELD:
        nomination.state = N.STRUCK
        nomination.save(update_fields=["state"])
    record(
        by,
        "honour.settle",
        nomination.round,
        gettext("对%(name)s的异议%(outcome)s")
        % {"name": nomination.name, "outcome": objection.get_outcome_display()},
        reason=objection.finding,
    )


@transaction.atomic
def name_chosen(election: Round, *, on: date, by: Account | None, today: date) -> list[Honour]:
    """Name those of the list; each gets the reward of the rule that holds on the day.

    on: the day of the commendation, after the last day of publicity.
    Raises PermissionDenied; WrongStatus unless it is public; Refused before the days are
    over and while an objection is open.

    Source: systems.md S-106, S-108.
    """
    require(by, Permission.KEEP, election)
    must_stand_at(election, R.PUBLICISED, _("名单还没有公示，或者已经表彰。请刷新页面核对。"))
    until = election.publicised_until
    if until is None or on <= until:
        raise Refused(
            gettext("公示到 %s 结束，表彰日期应当在这以后。") % (until.isoformat() if until else "")
        )
    if on > today:
        raise Refused(_("表彰日期还没有到。请在表彰以后登记。"))
    if Objection.objects.filter(nomination__round=election, outcome="").exists():
        raise Refused(_("还有公示异议没有核查完。请先写核查结论。"))
    chosen = list(
        election.nominations.filter(state=N.CHOSEN).select_related(
            "award", "seat__person", "group", "station", "unit"
        )
    )
    _move(election, (R.PUBLICISED,), state=R.NAMED, named_on=on)
    honours = [_given(one, election, on) for one in chosen]
    for honour in honours:
        save(honour)
    Nomination.objects.filter(pk__in=[one.pk for one in chosen]).update(state=N.NAMED)
    record(
        by,
        "honour.name",
        election,
        gettext("表彰 %s 个") % len(honours),
        after={"honours": [str(one) for one in honours], "on": on},
    )
    return honours


def _given(nomination: Nomination, election: Round, on: date) -> Honour:
    reward = reward_on(nomination.award, on)
    return Honour(
        body=election.body,
        nomination=nomination,
        title=nomination.award.name,
        giver=election.body.name,
        year=election.year,
        granted_on=on,
        person=nomination.seat.person if nomination.seat else None,
        group=nomination.group,
        station=nomination.station,
        unit=nomination.unit,
        reward=reward,
        amount=reward.amount if reward else 0,
    )


def _move(election: Round, sources, **values) -> None:
    # The WHERE clause picks the winner when two press at once.
    if not Round.objects.filter(pk=election.pk, state__in=sources).update(**values):
        raise WrongStatus(_("评选的状态刚刚有变化，本次没有办理。请刷新页面，按当前状态办。"))
    for name, value in values.items():
        setattr(election, name, value)
