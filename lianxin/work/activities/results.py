"""What an activity came to, in words: numbers of its kind, own fields, money."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.figures.words import yuan as number
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity

NUMBERS = {
    "minutes": (gettext_lazy("时长"), gettext_lazy("分钟")),
    "others": (gettext_lazy("其他参加人数"), gettext_lazy("人")),
    "money": (gettext_lazy("筹集或者捐助金额"), gettext_lazy("元")),
    "households": (gettext_lazy("走访或者帮扶"), gettext_lazy("户")),
    "persons": (gettext_lazy("涉及群众"), gettext_lazy("人")),
    "solved": (gettext_lazy("解决问题"), gettext_lazy("个")),
}


def yuan(fen: int) -> str:
    """A sum as people write it: 320元, 320.50元; nothing for nothing."""
    if not fen:
        return ""
    return _("%s元") % number(fen)


def number_words(name: str, value: int) -> str:
    """One of the common numbers with its unit; empty for zero."""
    if not value:
        return ""
    if name == "money":
        return yuan(value)
    if name == "minutes" and value >= 60:
        hours, left = divmod(value, 60)
        return _("%d小时") % hours + (_("%d分钟") % left if left else "")
    return f"{value}{NUMBERS[name][1]}"


def field_rows(activity: Activity) -> list[tuple[str, str]]:
    """Label and value of all that was counted and of the kind's own fields."""
    rows = [
        (str(label), number_words(name, getattr(activity, name)))
        for name, (label, _unit) in NUMBERS.items()
    ]
    shown = [(label, words) for label, words in rows if words]
    return shown + kind_of(activity.body, activity.kind).displayed(activity.values)


def facts(activity: Activity) -> dict[str, Any]:
    """What a correction may change, as it stands."""
    kept = ("title", "topic", "place", "is_public", "summary", *NUMBERS)
    return {name: getattr(activity, name) for name in kept} | {"values": activity.values}


def changes(activity: Activity, new: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Label, what stands there, what will stand there: for each thing that is to change."""
    old = facts(activity)
    kind = kind_of(activity.body, activity.kind)
    found = []
    for name, value in new.items():
        if name == "values":
            kept = old["values"]
            for field in kind.fields:
                before, after = kept.get(field.key), value.get(field.key)
                if field.display(before) != field.display(after):
                    found.append((field.label, field.display(before), field.display(after)))
        elif value != old[name]:
            label = NUMBERS[name][0] if name in NUMBERS else _label(name)
            before, after = _words(name, old[name]), _words(name, value)
            found.append((str(label), before, after))
    return found


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return number_words(name, value) if name in NUMBERS else str(value)


def _label(name: str) -> Any:
    field: Any = Activity._meta.get_field(name)
    return field.verbose_name
