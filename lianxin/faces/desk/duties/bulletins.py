"""Bulletins on the desk: what a deputy has not read, what the clerk owes, what a unit was asked."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import lateness
from lianxin.faces.desk.duties import Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.bulletins.kinds import CIRCULAR
from lianxin.work.bulletins.models import Bulletin, Item, Receipt


def parts(account, today: date) -> list[Part]:
    return [*_reading(account), *_keeping(account, today), *_supplying(account, today)]


def _reading(account) -> Iterator[Part]:
    if account.person_id is None or not account.has_role(Role.DEPUTY):
        return
    page = reverse("bulletins:mine")
    unread = list(
        Receipt.objects.unread()
        .filter(person=account.person_id, bulletin__state=Bulletin.State.ISSUED)
        .select_related("bulletin__body")
        .order_by("-bulletin__issued_on", "-pk")
    )
    duties = [
        Duty(
            f"bulletin-{one.bulletin_id}",
            one.bulletin.title,
            _("%(day)s %(body)s发出，您还没有读")
            % {"day": one.bulletin.issued_on, "body": one.bulletin.body.short_name},
            _("阅读"),
            one.bulletin.get_absolute_url(),
            weight=0,
        )
        for one in unread
    ]
    yield Part(
        _("政情通报"),
        duties=duties,
        counts=[Count(_("没有读的通报"), len(unread), page)],
        links=[(_("发给我的通报"), page)],
    )


def _keeping(account, today: date) -> Iterator[Part]:
    """This month's, drafts, and questions without an answer; one query."""
    bodies = account.bodies_as(*CLERKS)
    if not bodies:
        return
    sent = Q(
        kind=CIRCULAR,
        edition=1,
        state__in=(Bulletin.State.ISSUED, Bulletin.State.REPLACED),
        issued_on__gte=today.replace(day=1),
    )
    found = list(
        Bulletin.objects.filter(body__in=bodies)
        .annotate(waiting=Number("questions", Q(questions__answer="")))
        .filter(sent | Q(state=Bulletin.State.DRAFT) | Q(waiting__gt=0))
        .order_by("-pk")
    )
    drafts = [one for one in found if one.state == Bulletin.State.DRAFT]
    page = reverse("bulletins:list")
    yield Part(
        _("政情通报"),
        duties=list(_owed(bodies, found, drafts, today)),
        counts=[
            Count(_("通报草稿"), len(drafts), f"{page}?only=draft"),
            Count(
                _("代表提问待答复"),
                sum(one.waiting for one in found),
                f"{reverse('bulletins:questions')}?only=waiting",
                "warn",
            ),
        ],
        links=[(_("政情通报"), page)],
    )


def _owed(bodies, found, drafts, today: date) -> Iterator[Duty]:
    """Bodies whose circular of this month has not gone out; on with the draft, if there is one."""
    first = today.replace(day=1)
    for body in bodies:
        if any(
            one.body_id == body.pk
            and one.kind == CIRCULAR
            and one.edition == 1
            and one.state in (Bulletin.State.ISSUED, Bulletin.State.REPLACED)
            and one.issued_on >= first
            for one in found
        ):
            continue
        draft = next(
            (one for one in drafts if one.body_id == body.pk and one.kind == CIRCULAR), None
        )
        yield Duty(
            f"bulletinmonth-{body.pk}",
            _("%s：本月政情通报") % body.short_name,
            _("正在起草，还没有发出") if draft else _("每月向代表通报一次，本月还没有发"),
            _("继续写") if draft else _("起草"),
            draft.get_absolute_url()
            if draft
            else reverse("bulletins:new", query={"kind": CIRCULAR, "body": body.code}),
            weight=0,
        )


def _supplying(account, today: date) -> Iterator[Part]:
    """Items that the account's offices were asked for; one query."""
    if not account.office_ids():
        return
    items = list(
        Item.objects.asked_of(account).waiting().select_related("bulletin__body").order_by("pk")
    )
    if not items:
        return
    yield Part(
        _("政情通报约稿"),
        duties=[
            Duty(
                f"bulletinitem-{one.pk}",
                one.heading,
                _("%(body)s请提供《%(title)s》的内容")
                % {"body": one.bulletin.body.short_name, "title": one.bulletin.title},
                _("写内容"),
                reverse("bulletins:supply", args=[one.pk]),
                one.asked_until,
                lateness(one.asked_until, today),
            )
            for one in items
        ],
        counts=[Count(_("通报约稿待报送"), len(items), reverse("bulletins:asked"))],
    )
