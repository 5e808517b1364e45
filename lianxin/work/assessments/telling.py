"""Who is told of an assessment: the bodies what is asked and found, the county what they answer."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger import chain
from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import holders, tell_of
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.assessments.models import Round, Sheet

ASKED, SENT, TOLD, DISPUTED, ANSWERED, OUT = (
    "assessment.asked",
    "assessment.sent",
    "assessment.told",
    "assessment.disputed",
    "assessment.answered",
    "assessment.out",
)
WORKING = (*CLERKS, Role.CHAIR)
OWN = gettext_lazy("您在被考评的单位工作。")
COUNTY = gettext_lazy("考评由您这一级组织。")


def register_notices() -> None:
    register(
        Kind(ASKED, gettext_lazy("开展考评，请自评")),
        Kind(SENT, gettext_lazy("下级报送考评自评")),
        Kind(TOLD, gettext_lazy("考评结果告知")),
        Kind(DISPUTED, gettext_lazy("下级对考评有异议")),
        Kind(ANSWERED, gettext_lazy("考评异议答复")),
        Kind(OUT, gettext_lazy("考评等次公布")),
    )
    chain.listen(hear)


def hear(event, record, _about) -> None:
    """Those who are told of a step, in the step's transaction."""
    if tells := STEPS.get(event.step):
        tells(event, record)


def _asked(event, period: Round) -> None:
    words = _("%(round)s开始，请在 %(day)s 以前完成自评。记录里有的已经自动填好。")
    for sheet in _sheets(period):
        _tell_body(event, sheet, ASKED, words % {"round": period, "day": period.self_by})


def _told(event, period: Round) -> None:
    words = _("%(round)s的结果已告知，有异议的在 %(day)s 以前逐项提出。")
    for sheet in _sheets(period):
        _tell_body(event, sheet, TOLD, words % {"round": period, "day": period.dispute_until})


def _out(event, period: Round) -> None:
    for sheet in _sheets(period):
        words = _("%s的等次已公布。") % period
        _tell_body(event, sheet, OUT, words, url=period.get_absolute_url())


def _sent(event, sheet: Sheet) -> None:
    words = _("%(body)s报送了%(round)s的自评，请考评。")
    _tell_county(event, sheet, SENT, words)


def _disputed(event, sheet: Sheet) -> None:
    words = _("%(body)s对%(round)s的一项得分有异议，请答复。")
    _tell_county(event, sheet, DISPUTED, words)


def _answered(event, sheet: Sheet) -> None:
    _tell_body(event, sheet, ANSWERED, _("%s的一项异议已答复，请查看。") % sheet.round)


STEPS: dict[str, Callable] = {
    "assessment.open_round": _asked,
    "assessment.send": _sent,
    "assessment.tell": _told,
    "assessment.object_to": _disputed,
    "assessment.answer_dispute": _answered,
    "assessment.publish": _out,
}


def _sheets(period: Round):
    return period.sheets.select_related("body", "round__scheme")


def _tell_body(event, sheet: Sheet, kind: str, words: str, *, url: str = "") -> None:
    tell_of(
        event,
        holders([sheet.body_id], WORKING),
        kind,
        words,
        why=str(OWN),
        about=sheet,
        url=url,
        outside=_outside(),
        once=f"{kind}.{event.pk}.{sheet.pk}",
    )


def _tell_county(event, sheet: Sheet, kind: str, words: str) -> None:
    tell_of(
        event,
        holders([sheet.round.body_id], CLERKS),
        kind,
        words % {"body": sheet.body.short_name, "round": sheet.round},
        why=str(COUNTY),
        about=sheet,
        outside=_outside(),
    )


def _outside() -> str:
    return _("年度工作考评有新的通知，请登录查看。")
