"""A draft: its headings, its items and who supplies them, its files."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Office
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save, write
from lianxin.work.bulletins import telling
from lianxin.work.bulletins.kinds import CIRCULAR, kinds, name_of
from lianxin.work.bulletins.models import Bulletin, BulletinFile, Item
from lianxin.work.bulletins.permissions import Permission

State = Bulletin.State
MOST_ITEMS, MOST_FILES = 30, 12


@transaction.atomic
def draft(
    body: Body,
    *,
    kind: str,
    by: Account | None,
    today: date,
    title: str = "",
    period: str = "",
) -> Bulletin:
    """Begin a bulletin with the headings and units of the last one issued of its kind.

    title: the kind's name and the period where it is empty. period: 「2026年11月」; of a
    circular the month of `today` where it is empty.
    Raises PermissionDenied; Refused for a kind that is not offered.
    """
    require(by, Permission.KEEP, body)
    found = kinds().get(kind)
    if found is None:
        raise Refused(_("没有这一类通报。请从列出的类别里选。"))
    period = period.strip()
    if not period and kind == CIRCULAR:
        period = gettext("%(year)s年%(month)s月") % {"year": today.year, "month": today.month}
    title = title.strip() or (f"{found.name}（{period}）" if period else found.name)
    one = Bulletin(body=body, kind=kind, title=title, period=period, created_by=by)
    save(one)
    last = Bulletin.objects.current().filter(body=body, kind=kind).order_by("-issued_on", "-pk")
    pairs = (
        [(item.heading, item.office) for item in before.items.select_related("office")]
        if (before := last.first())
        else [(heading, None) for heading in found.headings]
    )
    for place, (heading, office) in enumerate(pairs, 1):
        kept = office if office is not None and office.closed_on is None else None
        Item.objects.create(bulletin=one, position=place, heading=heading, office=kept)
    note(by, "draft", one, gettext("起草“%s”") % one.title)
    return one


@transaction.atomic
def change(bulletin: Bulletin, *, title: str, period: str, by: Account | None) -> None:
    """Put right title and period of a draft, and what an edition says has changed."""
    require(by, Permission.KEEP, bulletin)
    draft_only(bulletin)
    write(bulletin, {"title": title.strip(), "period": period.strip()})
    note(by, "change", bulletin, gettext("修改标题、时段：%s") % bulletin.title)


@transaction.atomic
def discard(bulletin: Bulletin, *, by: Account | None) -> None:
    """Throw a draft away; what was issued is withdrawn instead."""
    require(by, Permission.KEEP, bulletin)
    draft_only(bulletin)
    record(
        by,
        "bulletin.discard",
        bulletin,
        gettext("删去草稿“%s”") % bulletin.title,
        before={"title": bulletin.title, "items": [one.heading for one in bulletin.items.all()]},
    )
    bulletin.delete()


@transaction.atomic
def add_item(
    bulletin: Bulletin,
    *,
    heading: str,
    by: Account | None,
    today: date,
    text: str = "",
    office: Office | None = None,
    ask_until: date | None = None,
) -> Item:
    """Add a section. office: who supplied it; with `ask_until`, is asked for it until then.

    Raises PermissionDenied; WrongStatus once it was issued; Refused as `change_item` does.
    """
    require(by, Permission.KEEP, bulletin)
    draft_only(bulletin)
    if bulletin.items.count() >= MOST_ITEMS:
        raise Refused(gettext("一期最多 %d 个栏目。请合并相近的栏目。") % MOST_ITEMS)
    last = bulletin.items.order_by("-position").first()
    item = Item(bulletin=bulletin, position=(last.position if last else 0) + 1)
    _fill(item, heading, text, office, ask_until, by, today)
    return item


@transaction.atomic
def change_item(
    item: Item,
    *,
    heading: str,
    by: Account | None,
    today: date,
    text: str = "",
    office: Office | None = None,
    ask_until: date | None = None,
) -> Item:
    """Write a section, or ask a unit for it.

    Raises PermissionDenied; WrongStatus once it was issued; Refused for a unit elsewhere,
    for asking nobody, and for a day that is past.
    """
    require(by, Permission.KEEP, item.bulletin)
    draft_only(item.bulletin)
    _fill(item, heading, text, office, ask_until, by, today)
    return item


def _fill(item, heading, text, office, ask_until, by, today) -> None:
    bulletin = item.bulletin
    if office is not None and (
        office.closed_on is not None or not office.body.contains(bulletin.body)
    ):
        raise Refused(_("这个单位不由本级联系，或者已经撤并。请从名单中选择。"))
    if ask_until is not None and office is None:
        raise Refused(_("没有选单位，不能约稿。请先选供稿单位。"))
    is_new_ask = ask_until is not None and (item.asked_until, item.office_id) != (
        ask_until,
        office.pk if office else None,
    )
    # A day that passed since stays as it was asked.
    if is_new_ask and ask_until is not None and ask_until < today:
        raise Refused(_("约稿期限已经过去。请改成今天或者以后。"))
    asked_on = today if is_new_ask else item.asked_on
    if item.office_id != (office.pk if office else None):
        # What another unit sent does not count as this one's.
        item.sent_on = item.sent_by = None
    if ask_until is None:
        asked_on = None
    values = {
        "heading": heading.strip(),
        "text": text.strip(),
        "office": office,
        "asked_on": asked_on,
        "asked_until": ask_until,
    }
    if not values["text"]:
        values |= {"sent_on": None, "sent_by": None}
    write(item, values)
    event = note(
        by,
        "item",
        bulletin,
        gettext("请%(office)s在%(day)s前提供“%(heading)s”")
        % {"office": office.name, "day": ask_until.isoformat(), "heading": item.heading}
        if is_new_ask and office is not None and ask_until is not None
        else gettext("写栏目“%s”") % item.heading,
    )
    if is_new_ask:
        telling.tell_asked(item, event)


@transaction.atomic
def drop_item(item: Item, *, by: Account | None) -> None:
    require(by, Permission.KEEP, item.bulletin)
    draft_only(item.bulletin)
    note(
        by,
        "drop_item",
        item.bulletin,
        gettext("删去栏目“%s”") % item.heading,
        before={"text": item.text},
    )
    item.delete()


@transaction.atomic
def supply(item: Item, *, text: str, by: Account | None, today: date) -> None:
    """The unit that was asked sends its item; again, until the bulletin is issued.

    Raises PermissionDenied; WrongStatus once it was issued; Refused for no words.
    """
    require(by, Permission.SUPPLY, item)
    draft_only(item.bulletin)
    if not text.strip():
        raise Refused(_("还没有写内容。请写好再报送。"))
    write(item, {"text": text.strip(), "sent_on": today, "sent_by": by})
    office = item.office
    event = note(
        by,
        "supply",
        item.bulletin,
        gettext("%(office)s报送“%(heading)s”")
        % {"office": office.name if office else "", "heading": item.heading},
    )
    telling.tell_supplied(item, event)


@transaction.atomic
def add_file(bulletin: Bulletin, upload, *, by: Account | None) -> BulletinFile:
    """Keep a file that goes with a draft. Raises Refused as `files.storing.store` does."""
    require(by, Permission.KEEP, bulletin)
    draft_only(bulletin)
    if bulletin.files.count() >= MOST_FILES:
        raise Refused(gettext("一期最多 %d 个附件。请删去不需要的，再添加。") % MOST_FILES)
    kept = BulletinFile.objects.create(
        bulletin=bulletin, file=store(upload, by=by, body=bulletin.body)
    )
    note(by, "add_file", bulletin, gettext("添加附件：%s") % kept.file.original_name)
    return kept


@transaction.atomic
def drop_file(file: BulletinFile, *, by: Account | None) -> None:
    require(by, Permission.KEEP, file.bulletin)
    draft_only(file.bulletin)
    note(by, "drop_file", file.bulletin, gettext("删去附件：%s") % file.file.original_name)
    file.delete()


def draft_only(bulletin: Bulletin) -> None:
    """Raise WrongStatus, in words, unless it is a draft still; keeps others off it."""
    locked(bulletin)
    if bulletin.state != State.DRAFT:
        raise WrongStatus(
            gettext("这一期现在是“%s”，不能再改。内容有误的，请用“发更正版”。")
            % bulletin.get_state_display()
        )


def locked(bulletin: Bulletin) -> Bulletin:
    """Read the row anew and keep others off it until the transaction ends."""
    row = Bulletin.objects.select_for_update(of=("self",)).filter(pk=bulletin.pk).first()
    if row is None:
        raise WrongStatus(_("这份草稿刚刚被删去了。请回到列表，重新起草。"))
    for field in Bulletin._meta.concrete_fields:
        setattr(bulletin, field.attname, getattr(row, field.attname))
    return bulletin


def note(by, step: str, bulletin: Bulletin, words: str, **details):
    return record(by, f"bulletin.{step}", bulletin, words, **details)


def named(bulletin: Bulletin) -> str:
    """「政情通报2026年第3期」."""
    return f"{name_of(bulletin.kind)}{bulletin.number_words}"
