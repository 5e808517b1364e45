"""开始使用: what stands ready at a body and what is still missing, from real counts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.faces.setup.accounts import without_account
from lianxin.foundation.calendars.queries import missing_year
from lianxin.foundation.people.models import (
    OFFICE_ROLES,
    Account,
    Body,
    Grant,
    Group,
    Office,
    PresidiumMembership,
    Seat,
    Session,
    Term,
)
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.rulebook.queries import layers_of
from lianxin.foundation.rulebook.shipped import title_of

State = Seat.State


@dataclass
class Item:
    """One line of the checklist.

    there: what is ready, in words. missing: what to do, each with its address.
    is_needless: the law gives this body none of it.
    """

    title: str
    url: str
    there: str
    missing: list[tuple[str, str]] = field(default_factory=list)
    is_needless: bool = False

    @property
    def is_done(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class Line:
    """One body below, in numbers."""

    body: Body
    term: int | None
    deputies: int
    offices: int
    accounts: int


def checklist(body: Body, account: Account) -> list[Item]:
    """What `account` still has to prepare at `body`, in the order of the work."""
    items = [_body(body), _terms(body)]
    keeps_people = may(account, Permission.MANAGE_PEOPLE, body)
    if keeps_people:
        items += [_deputies(body), _groups(body), _presidium(body), _offices(body)]
    return [*items, _accounts(body, keeps_people=keeps_people), _rules(body)]


def lines(bodies: Iterable[Body]) -> list[Line]:
    """The bodies in numbers, in four queries however many they are."""
    found = list(bodies)
    terms = _counted(Term.objects.filter(body__in=found), Max("number"))
    deputies = _counted(Seat.objects.live().filter(body__in=found), Count("person", distinct=True))
    offices = _counted(Office.objects.current().filter(body__in=found), Count("pk"))
    accounts = _counted(
        Grant.objects.in_force().filter(body__in=found, account__is_active=True),
        Count("account", distinct=True),
    )
    return [
        Line(
            body,
            terms.get(body.pk),
            deputies.get(body.pk, 0),
            offices.get(body.pk, 0),
            accounts.get(body.pk, 0),
        )
        for body in found
    ]


def _counted(rows: Any, what: Any) -> dict[int, int]:
    # Without order_by() the model's own order would split the groups.
    return dict(rows.order_by().values_list("body").annotate(found=what))


def _address(name: str, body: Body, **query: str) -> str:
    return reverse(f"setup:{name}", query={"body": body.code, **query})


def _body(body: Body) -> Item:
    edit = reverse("setup:body_edit", args=[body.pk])
    labels = {
        "division_code": _("填写行政区划代码"),
        "document_prefix": _("填写机关代字，公文编号要用"),
        "phone": _("填写联系电话，公文和登录条上要用"),
    }
    missing = [(words, edit) for name, words in labels.items() if not getattr(body, name)]
    below = body.children.filter(is_active=True).count() if body.is_county else 0
    if body.is_county:
        there = _("%(name)s，下面有乡镇和街道 %(count)d 个") % {
            "name": body.short_name,
            "count": below,
        }
        if not below:
            missing.append((_("增加乡镇和街道"), reverse("setup:body_new")))
    else:
        there = f"{body.short_name}（{body.get_kind_display()}）"
    return Item(_("机构"), reverse("setup:body", args=[body.pk]), there, missing)


def _terms(body: Body) -> Item:
    url = reverse("setup:terms", args=[body.pk])
    title = _("届和会次")
    if body.is_street:
        return Item(title, url, _("街道不设人民代表大会，没有届次"), is_needless=True)
    term = body.terms.order_by("-number").first()
    if term is None:
        return Item(
            title,
            url,
            _("还没有登记"),
            [(_("登记本届"), reverse("setup:term_new", args=[body.pk]))],
        )
    sessions = Session.objects.filter(term=term).count()
    missing = []
    if term.starts_on is None:
        words = _("填写本届首次会议开幕日，代表任期从这一天起")
        missing.append((words, reverse("setup:term_edit", args=[term.pk])))
    if not sessions:
        words = _("登记会次，大会期间的建议要归到会次")
        missing.append((words, reverse("setup:session_new", args=[term.pk])))
    there = _("%(term)s，会议 %(count)d 次") % {"term": term, "count": sessions}
    return Item(title, url, there, missing)


def _deputies(body: Body) -> Item:
    url, title = _address("deputies", body), _("代表")
    if body.is_street:
        return Item(title, url, _("街道没有本级代表，代表登记在县级人大"), is_needless=True)
    states = dict(
        Seat.objects.live().filter(body=body).order_by().values_list("state").annotate(Count("pk"))
    )
    sitting = states.get(State.IN_OFFICE, 0) + states.get(State.SUSPENDED, 0)
    missing = []
    if not sitting:
        missing.append((_("导入代表名册，或者逐人登记"), _address("import", body)))
    for state, words in (
        (State.ELECTED, _("确认 %(count)d 位当选代表的资格")),
        (State.ENDING, _("在大会上公告 %(count)d 位代表的资格终止")),
    ):
        if count := states.get(state, 0):
            missing.append((words % {"count": count}, _address("deputies", body, state=state)))
    there = ngettext("代表 %(count)d 位", "代表 %(count)d 位", sitting) % {"count": sitting}
    if suspended := states.get(State.SUSPENDED, 0):
        there += _("，其中暂停执行职务 %(count)d 位") % {"count": suspended}
    return Item(title, url, there, missing)


def _groups(body: Body) -> Item:
    url = _address("groups", body)
    groups = Group.objects.filter(body=body).aggregate(
        found=Count("pk"), unled=Count("pk", filter=Q(leader__isnull=True))
    )
    missing = []
    if body.is_street and not groups["found"]:
        there = _("没有本级的小组；县级人大成立的街道小组在县里看")
        return Item(_("代表小组"), url, there, is_needless=True)
    if not groups["found"]:
        missing.append((_("成立代表小组，闭会期间的活动以小组为基本形式"), url))
    if groups["unled"]:
        words = _("为 %(count)d 个小组选定组长") % {"count": groups["unled"]}
        missing.append((words, url))
    loose = Seat.objects.in_office().filter(body=body, group__isnull=True).count()
    if groups["found"] and loose:
        missing.append((_("把 %(count)d 位代表编入小组") % {"count": loose}, url))
    there = _("小组 %(count)d 个") % {"count": groups["found"]}
    return Item(_("代表小组"), url, there, missing)


def _presidium(body: Body) -> Item:
    url = _address("presidium", body)
    sitting = PresidiumMembership.objects.filter(body=body, ended_on__isnull=True)
    posts = dict(sitting.order_by().values_list("post").annotate(Count("pk")))
    missing = []
    if not posts.get(PresidiumMembership.Post.CHAIR):
        missing.append((_("登记主席（主任）"), url))
    there = _("在任 %(count)d 位") % {"count": sum(posts.values())}
    return Item(_("主席团和负责人"), url, there, missing)


def _offices(body: Body) -> Item:
    url = _address("offices", body)
    offices = Office.objects.current().filter(body=body)
    handled = (
        Grant.objects.in_force()
        .filter(role__in=OFFICE_ROLES, account__is_active=True)
        .values("office")
    )
    count = offices.count()
    without = offices.exclude(pk__in=handled).count()
    missing = []
    if not count:
        missing.append((_("导入承办单位，或者逐个登记"), _address("import", body)))
    if without:
        words = _("为 %(count)d 个单位开通经办人账号") % {"count": without}
        missing.append((words, _address("offices", body, accounts="none")))
    return Item(_("承办单位"), url, _("单位 %(count)d 个") % {"count": count}, missing)


def _accounts(body: Body, *, keeps_people: bool) -> Item:
    url = reverse("account_manage", query={"body": body.pk})
    accounts = Account.objects.filter(
        pk__in=Grant.objects.in_force().filter(body=body).values("account"), is_active=True
    ).aggregate(found=Count("pk"), waiting=Count("pk", filter=Q(must_set_password=True)))
    missing = []
    if not accounts["found"]:
        missing.append((_("为工作人员、代表和承办单位开通账号"), reverse("account_open")))
    if keeps_people and (without := without_account(body).count()):
        words = _("为 %(count)d 位代表开通账号") % {"count": without}
        missing.append((words, _address("deputy_accounts", body)))
    if accounts["waiting"]:
        words = _("给 %(count)d 个还没登录过的账号打印登录条") % {"count": accounts["waiting"]}
        waiting = reverse("account_manage", query={"body": body.pk, "state": "new"})
        missing.append((words, waiting))
    there = _("账号 %(count)d 个") % {"count": accounts["found"]}
    return Item(_("账号和登录条"), url, there, missing)


def _rules(body: Body) -> Item:
    url = reverse("setup:profile", args=[body.pk])
    profile = layers_of(body).profile
    missing = []
    if body.parent_id is None and not body.profile:
        missing.append((_("选定所在省、直辖市的地方规则，期限按它推算"), url))
    if year := missing_year():
        words = _("录入 %(year)d 年放假调休安排，工作日按它推算") % {"year": year}
        missing.append((words, reverse("calendars:list")))
    there = _("按%(profile)s的规定") % {"profile": title_of(profile)}
    return Item(_("地方规则和工作日历"), url, there, missing)
