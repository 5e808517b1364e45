"""Motions (议案): what the presidium decided; the meeting itself belongs to another room."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Deadline, Matter
from lianxin.engines.matters.workflow.moves import Refused, move, refresh
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission


@transaction.atomic
def put_motion_on_agenda(motion, *, decided_on: date, by, today: date, note_text=""):
    """The presidium put the motion on the session's agenda.

    Source: 地方组织法 (2022), art. 22 para. 2; 代表法 (2025), art. 15.
    """
    require(by, Permission.DECIDE_MOTION, motion)
    _check_day(decided_on, today)
    move(motion, "put_on_agenda")
    refresh(motion)
    record(
        by,
        "suggestion.put_on_agenda",
        motion,
        _("主席团决定列入大会议程"),
        reason=note_text,
        after={"decided_on": decided_on},
    )


@transaction.atomic
def convert_motion(motion, *, decided_on: date, reason, by, today: date):
    """The presidium kept the motion off the agenda; it goes on as a suggestion.

    Source: 重庆 township rules art. 14 (rules.md CS-20).
    """
    require(by, Permission.DECIDE_MOTION, motion)
    _check_day(decided_on, today)
    if not reason.strip():
        raise Refused(_("请写明主席团不列入议程、转为建议的理由。"))
    move(motion, "convert")
    Matter.objects.filter(pk=motion.pk).update(kind=Matter.Kind.SUGGESTION)
    Suggestion.objects.filter(pk=motion.pk).update(was_motion=True, converted_on=decided_on)
    motion.kind, motion.was_motion, motion.converted_on = "suggestion", True, decided_on
    clocks.start(motion, Deadline.Purpose.HANDOVER, today)
    refresh(motion)
    record(
        by,
        "suggestion.convert_motion",
        motion,
        _("主席团决定转为代表建议"),
        reason=reason,
        after={"decided_on": decided_on},
    )


def _check_day(decided_on, today):
    if decided_on > today:
        raise Refused(_("决定日期不能晚于今天。"))
