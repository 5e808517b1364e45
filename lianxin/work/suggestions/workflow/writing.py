"""Writing, co-signing (联名), submitting, withdrawing."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Deadline, Matter, Proposer
from lianxin.engines.matters.workflow.moves import (
    Refused,
    WrongStatus,
    move,
    need_status,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.rulebook.rules import NoRule, rule
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission

Status = Matter.Status
Kind = Matter.Kind
EDITABLE = (Status.DRAFT, Status.RETURNED, Status.COSIGNING)
FIELDS = (
    "kind",
    "title",
    "text",
    "plan",
    "topic",
    "occasion",
    "session",
    "wanted_office",
    "wants_contact_by",
    "agrees_public",
    "is_confidential",
    "invites_cosigners",
)


class NotADeputy(Refused):
    """Only a deputy in office of this congress may raise a suggestion to it."""


class StalePage(WrongStatus):
    """The suggestion was changed elsewhere since this page was opened."""


class CosignersMissing(Refused):
    """A motion lacks the signatures that the law asks for."""


@transaction.atomic
def draft(body, *, person, by, today: date, kind=Kind.SUGGESTION, cosigners=(), **fields):
    """Begin a suggestion or a motion; `person` is the lead deputy (领衔).

    by: the deputy's own account, or a clerk's or liaison's who writes for him.
    fields: any of FIELDS; a title alone is enough to keep a draft.
    Raises NotADeputy unless `person` is in office. Source: 代表法 arts. 24, 36.
    """
    suggestion = Suggestion(
        body=body, county_id=body.county_id, kind=kind, year=today.year, created_by=by
    )
    own = by.person_id == person.pk
    require(by, Permission.WRITE if own else Permission.WRITE_FOR, suggestion)
    seat = seat_in_office(person, body)
    _write(suggestion, fields)
    save_or_refuse(suggestion)
    Proposer.objects.create(
        matter=suggestion,
        person=person,
        seat=seat,
        is_lead=True,
        state=Proposer.State.CONFIRMED,
        confirmed_at=timezone.now(),
    )
    _invite(suggestion, cosigners)
    refresh(suggestion)
    _note(suggestion, by, "draft", _("起草"), person)
    return suggestion


@transaction.atomic
def edit(
    suggestion,
    *,
    by,
    today: date,
    version: int | None = None,
    is_autosave=False,
    **fields,
):
    """Change a draft, or one returned for correction.

    version: the version the page was opened with; raises StalePage when
        someone else has saved since, so that nobody's words are lost unseen.
    is_autosave: kept by the page while its writer types: only a draft nobody
        else has seen, and no event for every twenty seconds of typing.
    """
    require(by, Permission.EDIT, suggestion)
    need_status(suggestion, *((Status.DRAFT,) if is_autosave else EDITABLE))
    suggestion.refresh_from_db()
    if version is not None and version != suggestion.version:
        raise StalePage(_("这份草稿在别处已经改过。您刚才输入的内容还在下面，请对照后再保存。"))
    before = {name: getattr(suggestion, name) for name in ("title", "text")}
    _write(suggestion, fields)
    save_or_refuse(suggestion)
    confirmed = suggestion.proposers.filter(is_lead=False, state=Proposer.State.CONFIRMED)
    if {name: getattr(suggestion, name) for name in before} != before and confirmed.exists():
        # Who signed the old words has not signed the new ones.
        confirmed.update(state=Proposer.State.INVITED, confirmed_at=None)
    refresh(suggestion)
    if not is_autosave:
        _note(suggestion, by, "edit", _("修改"), before=before)
    return suggestion


@transaction.atomic
def invite(suggestion, *, persons: Sequence, by, today: date):
    """Ask other deputies to co-sign; each must confirm for himself (一一确认)."""
    require(by, Permission.EDIT, suggestion)
    need_status(suggestion, *EDITABLE)
    added = _invite(suggestion, persons)
    if not added:
        raise Refused(_("所选代表都已在联名名单中。"))
    if suggestion.status != Status.COSIGNING:
        move(suggestion, "cosign")
    refresh(suggestion)
    _note(suggestion, by, "invite", _("邀请联名：%s") % "、".join(p.name for p in added))
    return added


def _invite(suggestion, persons):
    known = set(suggestion.proposers.values_list("person_id", flat=True))
    added = []
    for position, person in enumerate(persons, start=len(known)):
        if person.pk in known:
            continue
        seat = seat_in_office(person, suggestion.body)
        Proposer.objects.create(matter=suggestion, person=person, seat=seat, position=position)
        known.add(person.pk)
        added.append(person)
    return added


@transaction.atomic
def uninvite(suggestion, *, person, by, today: date):
    """Take someone who has not answered off the list of co-signers."""
    require(by, Permission.EDIT, suggestion)
    need_status(suggestion, *EDITABLE)
    removed, _rows = suggestion.proposers.filter(
        person=person, is_lead=False, state=Proposer.State.INVITED
    ).delete()
    if not removed:
        raise Refused(_("%s已经答复或者不在名单中，不能移出。请刷新页面。") % person.name)
    refresh(suggestion)
    _note(suggestion, by, "uninvite", _("不再邀请%s联名") % person.name)


@transaction.atomic
def answer_invitation(suggestion, *, person, agrees: bool, by, today: date):
    """A co-signer confirms or declines; a clerk may record it from a signed paper."""
    require(by, Permission.COSIGN, suggestion)
    if by.person_id != person.pk:
        require(by, Permission.WRITE_FOR, suggestion)
    need_status(suggestion, *EDITABLE)
    changed = (
        suggestion.proposers.filter(person=person, is_lead=False)
        .exclude(state=Proposer.State.DECLINED)
        .update(
            state=Proposer.State.CONFIRMED if agrees else Proposer.State.DECLINED,
            confirmed_at=timezone.now() if agrees else None,
        )
    )
    if not changed:
        raise Refused(_("名单里没有等您确认的联名。请刷新页面。"))
    refresh(suggestion)
    words = _("%s确认联名") if agrees else _("%s没有同意联名")
    _note(suggestion, by, "answer_invitation", words % person.name, person)


@transaction.atomic
def submit(suggestion, *, by, today: date):
    """Hand the suggestion in: to the clerk's review, or a motion to the presidium.

    Raises Refused while a part is missing or a co-signer has not answered,
    CosignersMissing for a motion short of signatures.
    Source: 代表法 arts. 15, 24, 36; motions: 组织法 art. 22, threshold in the rulebook.
    """
    require(by, Permission.EDIT, suggestion)
    suggestion.refresh_from_db()
    lead = lead_of(suggestion)
    seat_in_office(lead.person, suggestion.body)
    if not suggestion.text.strip():
        raise Refused(_("请写明内容：情况和问题，以及具体建议。"))
    waiting = suggestion.proposers.filter(state=Proposer.State.INVITED)
    if waiting.exists():
        names = "、".join(item.person.name for item in waiting.select_related("person"))
        raise Refused(_("%s还没有确认联名。请等待确认，或者把他们移出名单后再提交。") % names)
    is_motion = suggestion.kind == Kind.MOTION
    if is_motion:
        _check_motion(suggestion, today)
    move(suggestion, "submit_motion" if is_motion else "submit")
    Matter.objects.filter(pk=suggestion.pk).update(
        submitted_on=today, year=year_of(suggestion, today)
    )
    suggestion.submitted_on, suggestion.year = today, year_of(suggestion, today)
    if not is_motion:
        clocks.start(suggestion, Deadline.Purpose.HANDOVER, today)
    refresh(suggestion)
    _note(suggestion, by, "submit", _("提交议案") if is_motion else _("提交建议"), lead.person)


def _check_motion(suggestion, today):
    if suggestion.body.is_street:
        raise Refused(
            _("街道人大工委不是一级人民代表大会，不能提出议案。请改为建议。"),
            article=_("地方组织法（2022）第五十九条"),
        )
    if not suggestion.plan.strip():
        raise Refused(_("议案应当有案由、案据和方案。请补充方案，或者改为建议。"))
    if suggestion.occasion != Suggestion.Occasion.IN_SESSION:
        raise Refused(_("议案应当在大会期间提出。闭会期间请提建议。"))
    needed = rule("motion.cosigners", suggestion.body, today)
    signed = suggestion.proposers.filter(state=Proposer.State.CONFIRMED).count()
    if signed < needed.value:
        raise CosignersMissing(
            _(
                "议案应当有 %(needed)s 名以上代表联名，现有 %(signed)s 名。请继续征集联名，或者改为建议。"
            )
            % {"needed": needed.value, "signed": signed},
            article=needed.source,
        )


@transaction.atomic
def withdraw(suggestion, *, reason, by, today: date):
    """The proposers ask in writing to withdraw; handling ends.

    Some places allow it only before handing over (rulebook suggestion.withdraw_until).
    Source: 山东 art. 9, 重庆 art. 12; 北京 (before 交办).
    """
    require(by, Permission.EDIT, suggestion)
    if not reason.strip():
        raise Refused(_("撤回应当书面提出。请写明撤回理由。"))
    limit = _withdraw_limit(suggestion, today)
    handed_over = Matter.objects.get(pk=suggestion.pk).assigned_on is not None
    if limit and limit.value == "assignment" and handed_over:
        raise Refused(_("按本地规定，交办之后不能撤回。请与承办单位沟通。"), article=limit.source)
    move(suggestion, "withdraw")
    clocks.stop(suggestion, today)
    refresh(suggestion)
    _note(suggestion, by, "withdraw", _("撤回"), lead_of(suggestion).person, reason=reason)


def _withdraw_limit(suggestion, today):
    try:
        return rule("suggestion.withdraw_until", suggestion.body, today)
    except NoRule:
        return None


@transaction.atomic
def discard_draft(suggestion, *, by, today: date):
    """Throw away a draft that was never submitted; the ledger keeps that it was."""
    require(by, Permission.EDIT, suggestion)
    need_status(suggestion, Status.DRAFT, Status.COSIGNING)
    move(suggestion, "withdraw")
    refresh(suggestion)
    _note(suggestion, by, "discard_draft", _("放弃草稿"))


def seat_in_office(person, body) -> Seat:
    """The seat by which `person` may act in `body`; a suspended deputy may not.

    At a street committee the deputies of the county above take part.
    Source: 代表法 arts. 24, 61; 地方组织法 art. 59.
    """
    bodies = [body.pk, body.parent_id] if body.is_street else [body.pk]
    seats = list(Seat.objects.filter(person=person, body_id__in=bodies).live())
    for seat in seats:
        if seat.state == Seat.State.IN_OFFICE:
            return seat
    if any(seat.state == Seat.State.SUSPENDED for seat in seats):
        raise NotADeputy(
            _("%s暂时停止执行代表职务，期间不能提出建议。") % person.name,
            article=_("代表法（2025）第六十一条"),
        )
    raise NotADeputy(
        _("%(name)s现在不是%(body)s代表，不能向其提出建议。请核对代表资格。")
        % {"name": person.name, "body": body.name},
        article=_("代表法（2025）第二十四条、第三十六条"),
    )


def lead_of(suggestion) -> Proposer:
    """The leading deputy of a suggestion."""
    return suggestion.proposers.select_related("person").get(is_lead=True)


def year_of(suggestion, today: date) -> int:
    """Statistical year: that of the session it was raised at, else of the day."""
    session = suggestion.session
    if suggestion.occasion == Suggestion.Occasion.IN_SESSION and session and session.opens_on:
        return session.opens_on.year
    return today.year


def _write(suggestion, fields):
    unknown = fields.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"not fields of a suggestion: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(suggestion, name, value)
    if not suggestion.title.strip():
        raise Refused(_("请先写标题。"))


def _note(suggestion, by, step, words, person=None, **details):
    behalf = person if person and by.person_id != person.pk else None
    record(by, f"suggestion.{step}", suggestion, words, behalf=behalf, **details)
