"""Issuing to the deputies of the day, a new edition, withdrawing."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.engines import tenure
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.bulletins import searching, telling
from lianxin.work.bulletins.models import Bulletin, BulletinFile, Item, Receipt
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.workflow.drafting import State, draft_only, locked, named, note


@transaction.atomic
def issue(bulletin: Bulletin, *, by: Account | None, today: date) -> Bulletin:
    """Send a draft to every deputy in duty on `today`; takes the next number of the year.

    A later edition keeps number and year, and takes the place of the one before.
    Raises PermissionDenied; WrongStatus when it was issued; Refused while an item is
    empty, for a bulletin without items or files, where nobody is in duty, and where the
    edition it replaces has been withdrawn.

    Source: 代表法 (2025), art. 46.
    """
    require(by, Permission.KEEP, bulletin)
    # The body's row keeps two clerks from taking one number.
    Body.objects.select_for_update().get(pk=bulletin.body_id)
    draft_only(bulletin)
    _complete(bulletin)
    duties = tenure.duties_at(bulletin.body, today, today)
    if not duties:
        raise Refused(_("今天没有在任的代表，发给谁不清楚。请先核对代表名册。"))
    before = _before(bulletin)
    bulletin.year, bulletin.number = (
        (before.year, before.number) if before else (today.year, _next(bulletin, today.year))
    )
    bulletin.state, bulletin.issued_on = State.ISSUED, today
    save(bulletin)
    if before is not None:
        before.state = State.REPLACED
        before.save(update_fields=["state"])
    people = {duty.seat.person_id: duty.seat for duty in duties}
    Receipt.objects.bulk_create(
        Receipt(bulletin=bulletin, seat=seat, person_id=person) for person, seat in people.items()
    )
    event = note(
        by,
        "issue",
        bulletin,
        gettext("发出%(name)s，代表 %(number)s 名")
        % {"name": named(bulletin), "number": len(people)},
        reason=bulletin.change,
    )
    telling.tell_issued(bulletin, event)
    searching.write(bulletin)
    if before is not None:
        searching.write(before)
    return bulletin


def _complete(bulletin: Bulletin) -> None:
    items = list(bulletin.items.select_related("office"))
    for item in items:
        if not item.text and item.asked_on is not None and item.office is not None:
            raise Refused(
                gettext("“%(heading)s”还在等%(office)s报送。请等报来，自己写好，或者删去这一栏目。")
                % {"heading": item.heading, "office": item.office.name}
            )
        if not item.text:
            raise Refused(gettext("“%s”还没有内容。请写好，或者删去这一栏目。") % item.heading)
    if not items and not bulletin.files.exists():
        raise Refused(_("还没有内容。请至少写一个栏目，或者上传一个附件。"))


def _before(bulletin: Bulletin) -> Bulletin | None:
    if bulletin.replaces_id is None:
        return None
    before = locked(Bulletin.objects.get(pk=bulletin.replaces_id))
    if before.state != State.ISSUED:
        raise WrongStatus(_("原来那一期已经撤回，不能再发更正版。请重新起草一期。"))
    return before


def _next(bulletin: Bulletin, year: int) -> int:
    taken = Bulletin.objects.filter(body=bulletin.body_id, kind=bulletin.kind, year=year)
    return (taken.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def correct(bulletin: Bulletin, *, change: str, by: Account | None) -> Bulletin:
    """Begin a new edition of an issued bulletin; returns its draft.

    change: what is different, told to every reader.
    Raises PermissionDenied; WrongStatus unless it is issued and has no newer edition;
    Refused without words.
    """
    require(by, Permission.KEEP, bulletin)
    issued_only(bulletin)
    if not change.strip():
        raise Refused(_("请写明更正了什么，代表会看到。"))
    if Bulletin.objects.filter(replaces=bulletin).exists():
        raise WrongStatus(_("更正版已经在起草。请打开那份草稿继续。"))
    later = Bulletin(
        body=bulletin.body,
        kind=bulletin.kind,
        title=bulletin.title,
        period=bulletin.period,
        edition=bulletin.edition + 1,
        replaces=bulletin,
        first_id=bulletin.first_id or bulletin.pk,
        change=change.strip(),
        created_by=by,
    )
    save(later)
    for item in bulletin.items.all():
        Item.objects.create(
            bulletin=later,
            position=item.position,
            heading=item.heading,
            text=item.text,
            office_id=item.office_id,
        )
    for file in bulletin.files.all():
        BulletinFile.objects.create(bulletin=later, file_id=file.file_id)
    note(by, "correct", later, gettext("起草%s的更正版") % named(bulletin), reason=later.change)
    return later


@transaction.atomic
def withdraw(bulletin: Bulletin, *, reason: str, by: Account | None, today: date) -> None:
    """Take an issued bulletin back, with its earlier editions; the number stays taken.

    Raises PermissionDenied; WrongStatus unless it is issued; Refused without a reason.
    """
    require(by, Permission.KEEP, bulletin)
    issued_only(bulletin)
    if not reason.strip():
        raise Refused(_("请写明撤回的原因，代表会看到。"))
    values = {"state": State.WITHDRAWN, "reason": reason.strip()[:200], "withdrawn_on": today}
    editions = [bulletin]
    if bulletin.first_id is not None:
        earlier = Bulletin.objects.filter(body=bulletin.body_id, state=State.REPLACED)
        editions += [
            one
            for one in earlier.select_for_update(of=("self",))
            if bulletin.first_id in (one.pk, one.first_id)
        ]
    for one in editions:
        for name, value in values.items():
            setattr(one, name, value)
        one.save(update_fields=list(values))
        searching.write(one)
    event = note(
        by, "withdraw", bulletin, gettext("撤回%s") % named(bulletin), reason=bulletin.reason
    )
    telling.tell_withdrawn(bulletin, event)


def issued_only(bulletin: Bulletin) -> None:
    locked(bulletin)
    if bulletin.state != State.ISSUED:
        raise WrongStatus(
            gettext("这一期现在是“%s”，不能办理这一步。请刷新页面核对。")
            % bulletin.get_state_display()
        )
