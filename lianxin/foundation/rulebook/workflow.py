"""Setting a body's own rules. Nothing else writes `RuleSetting`.

A new value holds from its day on; deadlines already counted keep the rule
they were counted by, because they carry it with them.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.remembering import forget
from lianxin.foundation.ledger import chain
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook import shipped, values
from lianxin.foundation.rulebook.keys import Key, RuleClass, UnknownKey, key_named
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.foundation.rulebook.queries import history, in_force
from lianxin.foundation.rulebook.strictness import is_looser


class LooserThanLaw(Refused):
    """The value gives more room than national law allows; `floor` is the law's entry."""

    def __init__(self, key: Key, shown: str, floor: shipped.Entry):
        self.floor = floor
        allowed = key.display(floor.value, floor.unit)
        super().__init__(
            _(
                "“%(title)s”国家规定为%(floor)s（%(article)s），本级只能更严，不能放宽。"
                "“%(value)s”比国家规定宽，未保存。请改为不宽于国家规定的数值。"
            )
            % {
                "title": key.title,
                "floor": allowed,
                "article": floor.source,
                "value": shown,
            },
            article=floor.source,
        )


class WrongValue(Refused):
    """A value, unit or source the key cannot take."""


class NoSuchRule(Refused):
    """A key that does not exist or follows another."""


@transaction.atomic
def set_rule(
    body, key: str, value: Any, *, by, on: date, unit: str | None = None, source: str = ""
) -> RuleSetting:
    """Set `key` to `value` for `body` (and those below it) from `on` on.

    value: as the key's kind says; unit: as the key's own unless given.
    source: the document the body acts by; required, because it is shown
        wherever the value is used.
    Raises PermissionDenied, NoSuchRule, WrongValue, LooserThanLaw.

    Source: 代表法 (2025) art. 51 and other national floors: local rules may be
    stricter, never looser.
    """
    require(by, Permission.SET_RULE, body)
    definition = _settable(key)
    unit = unit or definition.unit
    try:
        values.check(definition.kind, value, unit, definition.choices)
    except values.BadValue as bad:
        raise WrongValue(
            _("“%(title)s”未保存。%(reason)s") % {"title": definition.title, "reason": bad}
        ) from None
    if not source.strip():
        raise WrongValue(_("没有填写依据。请写明依据的文件名称和条款，例如《××办法》第十条。"))
    floor = national_floor(definition, body.kind, on)
    shown = definition.display(value, unit)
    if floor and is_looser(definition, value, unit, floor.value, floor.unit):
        raise LooserThanLaw(definition, shown, floor)
    words = _("设定规则“%(title)s”：%(value)s，自 %(day)s 起") % {
        "title": definition.title,
        "value": shown,
        "day": on,
    }
    return _append(body, definition, value, unit, by=by, on=on, source=source.strip(), words=words)


@transaction.atomic
def withdraw_rule(body, key: str, *, by, on: date, source: str = "") -> RuleSetting:
    """End the body's own value from `on` on: what is above it governs again.

    Raises PermissionDenied, NoSuchRule, Refused if there is no own value then.
    """
    require(by, Permission.SET_RULE, body)
    definition = _settable(key)
    setting = in_force(history(body, key), on)
    if setting is None or setting.value is None:
        raise Refused(
            _("“%(title)s”在 %(day)s 没有本级设定，不需要取消。")
            % {"title": definition.title, "day": on}
        )
    words = _("取消本级规则“%(title)s”，自 %(day)s 起") % {"title": definition.title, "day": on}
    reason = source.strip() or _("取消本级设定")
    return _append(body, definition, None, None, by=by, on=on, source=reason, words=words)


def national_floor(key: Key, body_kind: str, on: date) -> shipped.Entry | None:
    """The national entry nobody may loosen, or None where the law sets none."""
    entry = shipped.load(shipped.NATIONAL).entry(key.name, on, body_kind)
    is_floor = entry and entry.rule_class == RuleClass.NATIONAL and entry.value is not None
    return entry if is_floor else None


def _settable(key: str) -> Key:
    try:
        definition = key_named(key)
    except UnknownKey as unknown:
        raise NoSuchRule(str(unknown)) from None
    if definition.alias_of:
        target = key_named(definition.alias_of)
        raise NoSuchRule(
            _("“%(title)s”与“%(target)s”相同，请修改后者。")
            % {"title": definition.title, "target": target.title}
        )
    return definition


def _append(body, key: Key, value, unit, *, by, on, source, words) -> RuleSetting:
    before = in_force(history(body, key.name), on)
    setting = RuleSetting.objects.create(
        body=body,
        key=key.name,
        value=value,
        unit=unit or "",
        counting=values.counting_of(key.kind, unit) or "",
        valid_from=on,
        source=source,
        entered_by=by,
    )
    chain.record(
        by,
        "rulebook.set" if value is not None else "rulebook.withdraw",
        setting,
        words,
        reason=source,
        before=_told(before),
        after=_told(setting),
    )
    forget()
    return setting


def _told(setting: RuleSetting | None) -> dict[str, Any] | None:
    if setting is None:
        return None
    return {
        "key": setting.key,
        "value": setting.value,
        "unit": setting.unit,
        "valid_from": setting.valid_from,
    }
