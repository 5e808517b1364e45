"""Figures of this room: bulletins issued, whom they reached, who read, papers of exchanges."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures import catalogue
from lianxin.foundation.figures.catalogue import Figure, Row, Scope
from lianxin.foundation.people.models import CLERKS
from lianxin.work.bulletins.kinds import choices
from lianxin.work.bulletins.models import Bulletin, Contribution, Receipt
from lianxin.work.bulletins.queries import WHOLE_BODY

ROOM, ISSUES, TIMES = (
    gettext_lazy("政情通报"),
    gettext_lazy("期"),
    gettext_lazy("人次"),
)


def issued(scope: Scope) -> QuerySet[Bulletin]:
    found = Bulletin.objects.counted().filter(
        body__in=scope.bodies(), issued_on__gte=scope.since, issued_on__lte=scope.until
    )
    if scope.public:
        return found.none()
    if scope.user is not None:
        found = found.filter(pk__in=Bulletin.objects.visible_to(scope.user).values("pk"))
    if kind := scope.narrowed.get("kind"):
        found = found.filter(kind=kind)
    return found.select_related("body")


def row_of_bulletin(one: Bulletin) -> Row:
    return Row(
        words=one.title,
        url=one.get_absolute_url(),
        on=one.issued_on,
        body=one.body.short_name,
        note=one.number_words,
    )


def sent(scope: Scope) -> QuerySet[Receipt]:
    """Who has read is for the clerk alone; others know the numbers, and of themselves."""
    if scope.public:
        return Receipt.objects.none()
    found = Receipt.objects.counted().filter(
        bulletin__state="issued",
        bulletin__body__in=scope.bodies(),
        bulletin__issued_on__gte=scope.since,
        bulletin__issued_on__lte=scope.until,
    )
    if kind := scope.narrowed.get("kind"):
        found = found.filter(bulletin__kind=kind)
    if scope.user is not None and not scope.is_whole:
        kept = {one.body_id for one in scope.user.current_grants if one.role in CLERKS}
        seen = Q(bulletin__body__in=kept)
        if scope.user.person_id:
            seen |= Q(person=scope.user.person_id)
        found = found.filter(seen)
    return found.select_related("bulletin__body", "person")


def read(scope: Scope) -> QuerySet[Receipt]:
    return sent(scope).exclude(way="")


def row_of_receipt(one: Receipt) -> Row:
    return Row(
        words=f"{one.person.name}：{one.bulletin.title}",
        url=one.bulletin.get_absolute_url(),
        on=one.read_on or one.bulletin.issued_on,
        body=one.bulletin.body.short_name,
        note=str(one.get_way_display()),
    )


def knows(scope: Scope) -> bool:
    """Chairs and auditors know how many, not who."""
    return scope.user is not None and scope.user.oversees(scope.body, *WHOLE_BODY)


def contributions(scope: Scope) -> QuerySet[Contribution]:
    found = Contribution.objects.filter(
        activity__body__in=scope.bodies(),
        activity__on__gte=scope.since,
        activity__on__lte=scope.until,
    )
    if scope.public:
        return found.none()
    if scope.user is not None:
        found = found.filter(pk__in=Contribution.objects.visible_to(scope.user).values("pk"))
    if way := scope.narrowed.get("way"):
        found = found.filter(way=way)
    return found.select_related("activity__body")


def row_of_contribution(one: Contribution) -> Row:
    return Row(
        words=one.title,
        url=one.get_absolute_url(),
        on=one.activity.on,
        body=one.activity.body.short_name,
        note=f"{one.author}，{one.get_way_display()}",
    )


def _kinds(_scope: Scope) -> dict[str, str]:
    return dict(choices())


def _ways(_scope: Scope) -> dict[str, str]:
    return {key: str(label) for key, label in Contribution.Way.choices}


KIND = {"kind": (gettext_lazy("类别"), _kinds)}


def register_figures() -> None:
    catalogue.register(
        Figure(
            "bulletins.issued",
            gettext_lazy("政情通报期数"),
            ISSUES,
            gettext_lazy("期间内发给代表的通报和资料，一期算一次；更正版不另算，撤回的不算"),
            ROOM,
            issued,
            row=row_of_bulletin,
            parts=KIND,
            day="issued_on",
        ),
        Figure(
            "bulletins.recipients",
            gettext_lazy("通报应读人次"),
            TIMES,
            gettext_lazy(
                "期间内发出的通报，发出当天在任的代表，一人一期算一人次；"
                "三十天内离任或者暂停职务而没有读的不算"
            ),
            ROOM,
            sent,
            row=row_of_receipt,
            parts=KIND,
            known_to=knows,
        ),
        Figure(
            "bulletins.read",
            gettext_lazy("通报已读人次"),
            TIMES,
            gettext_lazy("通报应读人次中，网上点了“我已阅读”的和纸质送达的"),
            ROOM,
            read,
            row=row_of_receipt,
            parts=KIND,
            known_to=knows,
        ),
        Figure(
            "bulletins.read_rate",
            gettext_lazy("通报阅读率"),
            "%",
            gettext_lazy("通报已读人次除以通报应读人次"),
            ROOM,
            numerator="bulletins.read",
            denominator="bulletins.recipients",
        ),
        Figure(
            "bulletins.contributions",
            gettext_lazy("交流材料篇数"),
            gettext_lazy("篇"),
            gettext_lazy("期间内举行的交流活动收到的材料，一份算一篇"),
            ROOM,
            contributions,
            row=row_of_contribution,
            parts={"way": (gettext_lazy("交流方式"), _ways)},
        ),
    )
