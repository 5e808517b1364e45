"""The desks of those who look on or keep the house: leaders of groups, liaisons, 督查室, auditors."""

from datetime import date

from django.db.models import Count as Number
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import raised_by_group, visible_q
from lianxin.faces.desk.duties import MOST_SHOWN, Count, Duty, Part
from lianxin.faces.desk.duties.clerk import (
    COUNTED,
    date_counts,
    date_numbers,
    late_duties,
    list_url,
    status_counts,
    status_numbers,
)
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.suggestions.inbox import thresholds
from lianxin.work.suggestions.kind import SUGGESTION_KINDS
from lianxin.work.suggestions.models import Suggestion

S = Matter.Status
UNFINISHED = [S.DRAFT, S.COSIGNING, S.RETURNED]


def parts(account, today: date) -> list[Part]:
    return [
        *_supervision_office(account, today),
        *_auditor(account, today),
        *_liaison(account),
        *_group_leader(account),
        *_administrator(account),
    ]


def _supervision_office(account, today) -> list[Part]:
    """The government's 督查室 presses what the offices are late with."""
    bodies = account.bodies_as(Role.SUPERVISION_OFFICE)
    if not bodies:
        return []
    marks = {body.pk: thresholds(body, today) for body in bodies}
    seen = Q(assigned_on__isnull=False, is_confidential=False)
    late = list(late_duties(bodies, today, marks, seen))
    dates = date_numbers(bodies, today, marks, seen)
    return [
        Part(
            _("%s督查") % body.short_name,
            duties=[duty for pk, duty in late if pk == body.pk],
            counts=date_counts(body, dates),
            links=[(_("全部交办件"), reverse("suggestions:list"))],
        )
        for body in bodies
    ]


def _auditor(account, today) -> list[Part]:
    bodies = account.bodies_as(Role.AUDITOR)
    if not bodies:
        return []
    marks = {body.pk: thresholds(body, today) for body in bodies}
    seen = Q(is_confidential=False)
    numbers, dates = status_numbers(bodies, seen), date_numbers(bodies, today, marks, seen)
    return [
        Part(
            _("%s建议查阅") % body.short_name,
            counts=[*date_counts(body, dates), *status_counts(body, numbers)],
            links=[(_("全部建议"), list_url(body)), (_("查看留痕"), reverse("reports:trail"))],
        )
        for body in bodies
    ]


def _liaison(account) -> list[Part]:
    """What a liaison wrote down for deputies and has not handed in."""
    if not account.bodies_as(Role.LIAISON, *CLERKS):
        return []
    found = (
        Suggestion.objects.filter(created_by=account, status__in=UNFINISHED)
        .exclude(proposers__person=account.person_id, proposers__is_lead=True)
        .only("title")
        .order_by("pk")[:MOST_SHOWN]
    )
    duties = [
        Duty(
            f"matter-{suggestion.pk}",
            suggestion.title,
            _("替代表记下的，还没有提交"),
            _("接着办"),
            reverse("suggestions:submission", args=[suggestion.pk]),
        )
        for suggestion in found
    ]
    links = []
    if account.has_role(Role.LIAISON):
        links = [
            (_("代代表填写建议"), reverse("suggestions:write_for")),
            (_("我代录的建议"), reverse("suggestions:list")),
        ]
    return [Part(_("代录"), duties=duties, links=links)] if duties or links else []


def _group_leader(account) -> list[Part]:
    """How the group's suggestions stand, as the list shows them."""
    groups = [
        grant.group
        for grant in account.current_grants
        if grant.role == Role.GROUP_LEADER and grant.group
    ]
    return [
        Part(
            group.name,
            counts=_group_counts(account, group),
            links=[(_("本组代表的建议"), _group_list(group))],
        )
        for group in groups
    ]


def _group_counts(account, group) -> list[Count]:
    numbers = dict(
        Matter.objects.filter(visible_q(account, SUGGESTION_KINDS), kind__in=SUGGESTION_KINDS)
        .filter(raised_by_group(group.pk), status__in=list(COUNTED))
        .order_by()
        .values_list("status")
        .annotate(number=Number("pk"))
    )
    return [
        Count(str(label), numbers.get(status, 0), _group_list(group, status=status))
        for status, label in COUNTED.items()
    ]


def _group_list(group, **filters) -> str:
    return reverse("suggestions:list", query={"group": group.pk} | filters)


def _administrator(account) -> list[Part]:
    """Keeps accounts and settings; has no business with what is written."""
    if not account.has_role(Role.SYSTEM_ADMIN):
        return []
    pages = [
        (_("账号管理"), "account_manage"),
        (_("规则与依据"), "rulebook:list"),
        (_("基础设置"), "setup:home"),
    ]
    links = []
    for words, name in pages:
        try:
            links.append((words, reverse(name)))
        except NoReverseMatch:
            continue
    return [Part(_("系统管理"), links=links)]
