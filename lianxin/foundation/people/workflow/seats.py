"""A seat (代表资格) from election to its announced end."""

from datetime import date, timedelta

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import (
    Account,
    Body,
    District,
    Group,
    Person,
    PresidiumMembership,
    Role,
    Seat,
    SeatChange,
    Term,
)
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused, WrongStatus

State = Seat.State

CONFIRMING = "选举法（2020）第四十七条第二款"
ONE_AREA = "选举法（2020）第四十八条"
SUSPENDING = "代表法（2025）第六十一条第一款"
RESUMING = "代表法（2025）第六十一条第二款"
ANNOUNCING = "代表法（2025）第六十三条第二款"
ENDING = {
    Seat.EndReason.TERM: "代表法（2025）第二条第三款",
    Seat.EndReason.MOVED: "代表法（2025）第六十二条第一项、选举法（2020）第五十七条第二款",
    Seat.EndReason.RESIGNED: "代表法（2025）第六十二条第二项、选举法（2020）第五十五条第二款",
    Seat.EndReason.ABSENT: "代表法（2025）第六十二条第三项",
    Seat.EndReason.RECALLED: "代表法（2025）第六十二条第四项、选举法（2020）第五十三条",
    Seat.EndReason.NATIONALITY: "代表法（2025）第六十二条第五项",
    Seat.EndReason.RIGHTS: "代表法（2025）第六十二条第六项",
    Seat.EndReason.CAPACITY: "代表法（2025）第六十二条第七项",
    Seat.EndReason.DEATH: "代表法（2025）第六十二条第二款",
    Seat.EndReason.VOID: "选举法（2020）第四十七条第二款",
}
NEEDS_NO_ANNOUNCEMENT = {Seat.EndReason.TERM, Seat.EndReason.DEATH, Seat.EndReason.VOID}
"""A term runs out and a death ends a seat by themselves; nobody has to announce it.
That an election is void, a township's presidium decides itself (选举法 art. 47 para. 2)."""

ROLES_OF_A_DEPUTY = (Role.DEPUTY, Role.GROUP_LEADER, Role.PRESIDIUM_MEMBER, Role.CHAIR)
"""What an account may do only as long as its person is a deputy there."""


class Suspension(models.TextChoices):
    """The two grounds there are (代表法 2025, art. 61 para. 1); others suspend nobody."""

    CUSTODY = "custody", _("因刑事案件被羁押正在受侦查、起诉、审判")
    SENTENCE = (
        "sentence",
        _("被依法判处管制、拘役或者有期徒刑而没有附加剥夺政治权利，正在服刑"),
    )


@transaction.atomic
def seat_deputy(
    person: Person,
    *,
    body: Body,
    term: Term,
    by: Account,
    started_on: date | None = None,
    is_confirmed: bool = False,
    district: District | None = None,
    group: Group | None = None,
    delegation: str = "",
    certificate_no: str = "",
) -> Seat:
    """Enter an elected deputy; the qualification still waits to be confirmed.

    started_on: None takes the opening of the term's first session, from which the
        term runs; a by-elected deputy has a later day.
    is_confirmed: the list has been published already, as when a roster is
        brought in.
    Raises PermissionDenied; Refused for a street, a term or district of another
    body, a second seat in an area that is neither above nor below, or a second
    seat in the same congress.

    Source: 选举法 (2020), arts. 47, 48; 代表法 (2025), art. 2 para. 3.
    """
    require(by, Permission.MANAGE_PEOPLE, body)
    if body.is_street:
        raise Refused(
            _(
                "街道不设人民代表大会，没有本级代表。请把代表资格登记在县级人大，再编入街道的代表小组。"
            ),
            article="地方组织法（2022）第五十九条",
        )
    if term.body_id != body.pk or (district is not None and district.term_id != term.pk):
        raise Refused(_("届、选区和机构对不上，请重新选择。"))
    if group is not None and not (group.body.contains(body) or body.contains(group.body)):
        raise Refused(_("代表小组不属于本级机构，请重新选择。"))
    start = started_on or term.starts_on
    if start is None:
        raise Refused(_("请写明任职起日，或者先填写本届第一次会议的开幕日。"))
    _refuse_unrelated_areas(person, body)
    seat = Seat(
        person=person,
        body=body,
        term=term,
        district=district,
        group=group,
        delegation=delegation,
        certificate_no=certificate_no,
        state=State.IN_OFFICE if is_confirmed else State.ELECTED,
        started_on=start,
    )
    try:
        with transaction.atomic():
            seat.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            _("该代表在本届已有未终止的代表资格，或者代表证号已被使用。请核对名单。")
        ) from error
    record(
        by,
        "seat.elect",
        seat,
        gettext("登记%(name)s当选%(term)s代表") % {"name": person.name, "term": term},
        after={"state": seat.state, "started_on": start, "person": person.pk},
    )
    return seat


@transaction.atomic
def confirm_seat(seat: Seat, *, by: Account, on: date, ground: str = "") -> Seat:
    """Confirm the qualification on the committee's report.

    on: day of the decision of the standing committee or the presidium.
    Source: 选举法 (2020), art. 47 para. 2.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    _move(seat, {State.ELECTED}, State.IN_OFFICE)
    return _note(seat, SeatChange.Kind.CONFIRM, by=by, on=on, ground=ground, article=CONFIRMING)


@transaction.atomic
def suspend_seat(seat: Seat, *, by: Account, on: date, ground: str, note: str = "") -> Seat:
    """Suspend a deputy from duty on one of the two grounds of the law.

    Source: 代表法 (2025), art. 61 para. 1.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    if ground not in Suspension.values:
        raise Refused(
            _("只有法律规定的两种情形才能暂停执行代表职务，行政拘留等其他情形不能。"),
            article=SUSPENDING,
        )
    _refuse_before_start(seat, on)
    _move(seat, {State.IN_OFFICE}, State.SUSPENDED)
    words = str(Suspension(ground).label)
    return _note(
        seat,
        SeatChange.Kind.SUSPEND,
        by=by,
        on=on,
        ground=f"{words}。{note}" if note else words,
        article=SUSPENDING,
    )


@transaction.atomic
def resume_seat(seat: Seat, *, by: Account, on: date, ground: str = "") -> Seat:
    """Let a suspended deputy take up duty again once the ground is gone.

    Source: 代表法 (2025), art. 61 para. 2.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    _move(seat, {State.SUSPENDED}, State.IN_OFFICE)
    return _note(seat, SeatChange.Kind.RESUME, by=by, on=on, ground=ground, article=RESUMING)


@transaction.atomic
def end_seat(seat: Seat, *, by: Account, on: date, reason: str, ground: str = "") -> Seat:
    """Record that a qualification ends.

    on: for a county, the day of the standing committee's announcement; for a
        township, the day the ground arose: its seat then waits for the congress
        to announce the end (`announce_end`), which the presidium cannot do.
    Raises PermissionDenied, WrongStatus, or Refused for a reason the law does
    not know.

    Source: 代表法 (2025), arts. 62, 63; 选举法 (2020), arts. 47, 55-57.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    if reason not in Seat.EndReason.values:
        raise Refused(
            _("只有法律规定的情形才能终止代表资格，请从列出的原因中选择。"),
            article="代表法（2025）第六十二条",
        )
    _refuse_before_start(seat, on)
    cause = Seat.EndReason(reason)
    waits = seat.body.kind == Body.Kind.TOWNSHIP and cause not in NEEDS_NO_ANNOUNCEMENT
    changed = {"end_reason": reason} if waits else {"end_reason": reason, "ended_on": on}
    _move(
        seat,
        {State.ELECTED, State.IN_OFFICE, State.SUSPENDED},
        State.ENDING if waits else State.ENDED,
        **changed,
    )
    words = str(cause.label)
    _note(
        seat,
        SeatChange.Kind.END,
        by=by,
        on=on,
        ground=f"{words}。{ground}" if ground else words,
        article=ENDING[cause],
    )
    if not waits:
        _end_what_rests_on(seat, on=on, by=by)
    return seat


@transaction.atomic
def announce_end(seat: Seat, *, by: Account, on: date, ground: str = "") -> Seat:
    """Record that the township congress announced the end; from then on it is over.

    on: day of the announcement at a session.
    Source: 代表法 (2025), art. 63 para. 2.
    """
    require(by, Permission.MANAGE_PEOPLE, seat)
    _refuse_before_start(seat, on)
    _move(seat, {State.ENDING}, State.ENDED, ended_on=on)
    _note(seat, SeatChange.Kind.ANNOUNCE, by=by, on=on, ground=ground, article=ANNOUNCING)
    _end_what_rests_on(seat, on=on, by=by)
    return seat


def _refuse_unrelated_areas(person: Person, body: Body) -> None:
    # Locked, so that two townships cannot seat the same person at the same moment.
    Person.objects.select_for_update().get(pk=person.pk)
    for other in Seat.objects.live().filter(person=person).select_related("body"):
        if not (other.body.contains(body) or body.contains(other.body)):
            raise Refused(
                gettext(
                    "%(name)s已是%(body)s的代表。公民不得同时担任两个以上无隶属关系的行政区域的"
                    "人大代表（%(article)s）。请先办理原代表资格终止。"
                )
                % {"name": person.name, "body": other.body.short_name, "article": ONE_AREA},
                article=ONE_AREA,
            )


def _refuse_before_start(seat: Seat, on: date) -> None:
    if on < seat.started_on:
        raise Refused(
            gettext("日期不能早于该代表的任职起日（%(day)s）。")
            % {"day": seat.started_on.isoformat()}
        )


def _move(seat: Seat, sources: set, target: State, **changed) -> None:
    # The WHERE clause picks the winner when two clerks press at once.
    waiting = Seat.objects.filter(pk=seat.pk, state__in=sources)
    if not waiting.update(state=target, **changed):
        current = Seat.objects.get(pk=seat.pk)
        raise WrongStatus(
            gettext("该代表现在的状态是“%(state)s”，不能办理这一步。请刷新页面，按当前状态办理。")
            % {"state": current.get_state_display()}
        )
    seat.state = target
    for field, value in changed.items():
        setattr(seat, field, value)


def _note(seat: Seat, kind, *, by: Account, on: date, ground: str, article: str) -> Seat:
    change = SeatChange.objects.create(
        seat=seat, kind=kind, changed_on=on, ground=ground[:200], article=article
    )
    record(
        by,
        f"seat.{kind}",
        seat,
        gettext("%(name)s：%(what)s（%(article)s）")
        % {"name": seat.person.name, "what": change.get_kind_display(), "article": article},
        reason=ground,
        after={"state": seat.state, "on": on},
    )
    return seat


def _end_what_rests_on(seat: Seat, *, on: date, by: Account) -> None:
    """End posts and roles that only a deputy of this congress can hold.

    Kept for someone who holds another seat in the same congress, as after
    re-election. Source: 选举法 (2020), arts. 54, 56; 地方组织法 (2022), art. 18.
    """
    person, body = seat.person, seat.body
    if Seat.objects.live().filter(person=person, body=body).exists():
        return
    posts = PresidiumMembership.objects.filter(person=person, body=body, ended_on__isnull=True)
    for post in posts:
        post.ended_on = max(on, post.started_on)
        post.save(update_fields=["ended_on"])
        record(
            by,
            "presidium.leave",
            post,
            gettext("%(name)s不再是代表，%(post)s职务相应终止")
            % {"name": person.name, "post": post.get_post_display()},
            after={"ended_on": post.ended_on},
        )
    account = getattr(person, "account", None)
    if account is None:
        return
    held = account.grants.filter(body=body, role__in=ROLES_OF_A_DEPUTY)
    for grant in held.exclude(valid_until__lt=on):
        grant.valid_until = max(on - timedelta(days=1), grant.valid_from)
        grant.save(update_fields=["valid_until"])
        record(
            by,
            "account.end_role",
            account,
            gettext("%(name)s不再是代表，停止角色：%(role)s")
            % {"name": person.name, "role": grant},
            after={"until": grant.valid_until},
            body=body,
        )
    account.forget_grants()
