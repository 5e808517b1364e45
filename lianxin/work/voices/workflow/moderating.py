"""What the public may read: released, kept back, hidden on listed grounds; never silently."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.workflow.moves import Refused
from lianxin.foundation.people.permissions import require
from lianxin.work.voices.grounds import HIDING
from lianxin.work.voices.permissions import Permission
from lianxin.work.voices.workflow.shared import (
    Status,
    current,
    listed,
    need_words,
    tell_ledger,
    write,
)

Publicity = Matter.Publicity


@transaction.atomic
def hide(message, *, ground: str, by, today: date) -> None:
    """Hide it from the public pages; the voter reads the ground, the ledger keeps who did it.

    ground: one of `grounds.HIDING`. It is answered as before: hiding takes no right away.
    """
    message = current(message)
    require(by, Permission.MODERATE, message)
    listed(ground, HIDING)
    if message.is_hidden:
        raise Refused(_("这条留言已经屏蔽。"))
    write(
        message,
        is_hidden=True,
        hidden_reason=str(HIDING[ground]),
        needs_check=False,
    )
    tell_ledger(
        message,
        by,
        "hide",
        _("屏蔽：%s") % HIDING[ground],
        before={"publicity": message.publicity},
        after={"ground": ground},
    )


@transaction.atomic
def show(message, *, by, today: date, reason: str = "") -> None:
    """Take a hiding back."""
    message = current(message)
    require(by, Permission.MODERATE, message)
    if not message.is_hidden:
        raise Refused(_("这条留言没有屏蔽。"))
    before = message.hidden_reason
    write(message, is_hidden=False, hidden_reason="")
    tell_ledger(message, by, "show", _("取消屏蔽"), reason=reason, before={"reason": before})


@transaction.atomic
def publish(message, *, by, today: date) -> None:
    """Release it to the public pages: place and words, never who said it."""
    message = current(message)
    require(by, Permission.MODERATE, message)
    if message.is_confidential:
        raise Refused(_("选民要求保密，不能公开。"))
    if message.is_hidden:
        raise Refused(_("这条留言已屏蔽。要公开，请先取消屏蔽。"))
    if message.status in {Status.REFUSED, Status.WITHDRAWN}:
        raise Refused(_("不受理的留言不公开。"))
    write(message, publicity=Publicity.PUBLIC, publicity_reason="", needs_check=False)
    tell_ledger(message, by, "publish", _("公开本条留言"))


@transaction.atomic
def withhold(message, *, reason: str, by, today: date) -> None:
    """Keep it from the public pages, for a stated reason."""
    message = current(message)
    require(by, Permission.MODERATE, message)
    reason = need_words(reason, _("不公开应当写明理由，如涉及个人隐私、个案情况。"))
    write(
        message,
        publicity=Publicity.WITHHELD,
        publicity_reason=reason[:200],
        needs_check=False,
    )
    tell_ledger(message, by, "withhold", _("本条留言不公开"), reason=reason)


@transaction.atomic
def set_topic(message, *, topic: str, by, today: date) -> None:
    """Put it into a category, by which the analysis counts."""
    message = current(message)
    require(by, Permission.HANDLE, message)
    before = message.topic
    write(message, topic=topic.strip()[:30])
    tell_ledger(
        message,
        by,
        "set_topic",
        _("类别定为“%s”") % message.topic,
        before={"topic": before},
        after={"topic": message.topic},
    )
