"""The body's year on the desk: what comes up and what was missed, as counted this morning."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import Grade, Lateness
from lianxin.faces.desk.duties import Count, Duty, Part
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.diary.models import Standing
from lianxin.work.diary.queries import State

KEEPERS = (*CLERKS, Role.CHAIR)


def parts(account, today: date) -> list[Part]:
    bodies = account.bodies_as(*KEEPERS)
    if not bodies:
        return []
    found = {one.body_id: one for one in Standing.objects.filter(body__in=bodies, on=today)}
    return [_part(body, found.get(body.pk), today) for body in bodies]


def _part(body, standing: Standing | None, today: date) -> Part:
    part = Part(_("年历"), links=[(_("%s年历") % body.short_name, _list(body))])
    if standing is None:
        return part
    part.counts = [
        Count(_("年历：该办"), standing.due, _list(body, state=State.DUE.value)),
        Count(
            _("年历：逾期未办"),
            standing.missed,
            _list(body, state=State.MISSED.value),
            tone="warn",
        ),
    ]
    part.duties = [_duty(one, today) for one in standing.near]
    return part


def _list(body, **query: str) -> str:
    return reverse("diary:home", query={"body": body.code, **query})


def _duty(one: dict[str, str], today: date) -> Duty:
    due = date.fromisoformat(one["on"])
    late = (today - due).days
    words = _("快到日子") if late < 0 else _("已过 %d 天，还在期限内") % late if late else _("今天")
    return Duty(
        f"diary-{one['url']}",
        one["name"],
        _("年历上 %s 到日子") % f"{due:%m-%d}",
        _("看怎么办"),
        one["url"],
        due,
        Lateness(Grade.SOON, 0, words),
        weight=0,
    )
