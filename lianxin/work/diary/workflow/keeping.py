"""Which duties a body keeps, and when; what was done that no room records."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.diary.models import Beginning, DutySetting, OwnDuty, Period, Tick
from lianxin.work.diary.permissions import Permission
from lianxin.work.diary.queries import DatedDuty, duties_of
from lianxin.work.diary.shipped import Duty

NO_DAY = (Period.SESSION, Period.TERM)
"""Their day hangs on a session or a term, not on a month."""


def duty_named(body: Body, key: str) -> Duty:
    """A duty as the body keeps it. Raises Refused for a key it does not have."""
    found = next((one for one in duties_of([body])[body.pk] if one.key == key), None)
    if found is None:
        raise Refused(_("年历里没有这项工作。请回到年历重新选择。"))
    return found


@transaction.atomic
def put_off(body: Body, key: str, *, reason: str, by: Account | None) -> DutySetting:
    """Keep a duty no longer in this body's diary.

    Raises PermissionDenied; Refused without a reason, or where national law asks for the
    duty, naming the article.
    """
    require(by, Permission.KEEP, body)
    duty = duty_named(body, key)
    if duty.law:
        raise Refused(
            gettext("“%s”是国家法律规定的工作，不能停用；可以调整日子。") % duty.name,
            article=duty.law,
        )
    if not duty.is_on:
        raise WrongStatus(_("这项工作本级没有开展，不用再停。"))
    setting = _setting(body, key, reason, by)
    setting.is_on = False
    save(setting)
    record(by, "diary.put_off", body, gettext("年历停用：%s") % duty.name, reason=setting.reason)
    return setting


@transaction.atomic
def take_over(body: Body, key: str, *, reason: str, by: Account | None) -> DutySetting:
    """Keep a duty again, or for the first time where it is the practice of other places.

    Raises PermissionDenied; Refused without a reason.
    """
    require(by, Permission.KEEP, body)
    duty = duty_named(body, key)
    if duty.is_on:
        raise WrongStatus(_("这项工作已经在年历里。"))
    setting = _setting(body, key, reason, by)
    setting.is_on = True
    save(setting)
    record(by, "diary.take_over", body, gettext("年历启用：%s") % duty.name, reason=setting.reason)
    return setting


@transaction.atomic
def move(
    body: Body,
    key: str,
    *,
    day: int,
    reason: str,
    by: Account | None,
    months: tuple[int, ...] = (),
) -> DutySetting:
    """Move a duty to another day; of a weekly one `day` is the day of the week.

    months: instead of those it has; none keeps them. Raises PermissionDenied; Refused
    without a reason, for a day that is none, and where the day hangs on a session.
    """
    require(by, Permission.KEEP, body)
    duty = duty_named(body, key)
    if duty.period in NO_DAY:
        raise Refused(gettext("“%s”的日子随大会或者届期推算。请改会次、届期的日期。") % duty.name)
    if not all(1 <= month <= 12 for month in months):
        raise Refused(_("月份应当在 1 到 12 之间。"))
    setting = _setting(body, key, reason, by)
    before: dict[str, Any] = {"months": list(duty.months), "days": list(duty.days)}
    setting.is_on = duty.is_on
    setting.months = sorted(set(months))
    if duty.period == Period.WEEK:
        setting.weekday = day
    else:
        setting.day = day
    save(setting)
    record(
        by,
        "diary.move",
        body,
        gettext("年历调整日子：%s") % duty.name,
        reason=setting.reason,
        before=before,
        after={"months": setting.months, "day": day},
    )
    return setting


def _setting(body: Body, key: str, reason: str, by) -> DutySetting:
    if not reason.strip():
        raise Refused(_("请写明理由，以后查得到为什么这样安排。"))
    found = DutySetting.objects.select_for_update().filter(body=body, key=key).first()
    setting = found or DutySetting(body=body, key=key)
    setting.reason, setting.by = reason.strip()[:200], by
    return setting


@transaction.atomic
def add_duty(body: Body, *, by: Account | None, **values: Any) -> OwnDuty:
    """Add a duty of the body's own; with `below` bodies below it have it, too.

    Raises PermissionDenied; Refused for what does not fit, and for `below` where there
    is nothing below.
    """
    require(by, Permission.KEEP, body)
    if values.get("below") and not body.is_county:
        raise Refused(_("只有县级人大可以给下级安排工作。请去掉“下级也开展”。"))
    if not all(1 <= month <= 12 for month in values.get("months", ())):
        raise Refused(_("月份应当在 1 到 12 之间。"))
    duty = OwnDuty(body=body, by=by, **values)
    save(duty)
    record(
        by,
        "diary.add_duty",
        body,
        gettext("年历新增：%s") % duty.name,
        reason=duty.source,
        after={"period": duty.period, "months": list(duty.months), "day": duty.day},
    )
    return duty


@transaction.atomic
def end_duty(duty: OwnDuty, *, by: Account | None, today: date) -> None:
    """Keep an own duty no longer. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.KEEP, duty.body)
    if not OwnDuty.objects.filter(pk=duty.pk, ended_on=None).update(ended_on=today):
        raise WrongStatus(_("这项工作已经停了。"))
    record(by, "diary.end_duty", duty.body, gettext("年历停止：%s") % duty.name)


@transaction.atomic
def begin(body: Body, *, on: date, by: Account) -> None:
    """Say from which day the diary is kept here: what was due before is not held against it."""
    require(by, Permission.KEEP, body)
    found = Beginning.objects.filter(body=body).first()
    before = found.on if found else None
    found = found or Beginning(body=body)
    found.on, found.by = on, by
    save(found)
    record(
        by,
        "diary.begin",
        body,
        gettext("年历从 %s 起用") % on.isoformat(),
        before={"on": before},
        after={"on": on},
    )


@transaction.atomic
def tick(
    one: DatedDuty,
    *,
    done_on: date,
    words: str,
    by: Account | None,
    today: date,
    file: Any = None,
) -> Tick:
    """Enter by hand that a duty was done (人工登记), with proof where there is one.

    Raises PermissionDenied; WrongStatus where records already show it; Refused for a day
    to come and without words.
    """
    require(by, Permission.TICK, one.body)
    if one.is_done:
        raise WrongStatus(_("这一次已经完成，不用再登记。"))
    if done_on > today:
        raise Refused(_("完成日期还没有到。请在办完以后登记。"))
    found = Tick(body=one.body, key=one.key, on=one.on, done_on=done_on, words=words.strip(), by=by)
    if file is not None:
        found.file = store(file, by=by, body=one.body)
    save(found)
    record(
        by,
        "diary.tick",
        one.body,
        gettext("人工登记完成：%(name)s（%(on)s）") % {"name": one.name, "on": one.on.isoformat()},
        after={"done_on": done_on, "words": found.words, "file": found.file_id},
    )
    return found


@transaction.atomic
def untick(found: Tick, *, reason: str, by: Account | None) -> None:
    """Take an entry by hand back; the event keeps what it said. Raises PermissionDenied, Refused."""
    require(by, Permission.TICK, found.body)
    if not reason.strip():
        raise Refused(_("撤销登记应当写明理由。"))
    record(
        by,
        "diary.untick",
        found.body,
        gettext("撤销人工登记（%s）") % found.on.isoformat(),
        reason=reason.strip()[:200],
        before={"key": found.key, "done_on": found.done_on, "words": found.words},
    )
    found.delete()
