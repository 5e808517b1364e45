"""The body's side: fill in, sign and send, correct; each sending is a version."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.returns import telling
from lianxin.work.returns.computing import (
    changes,
    computed,
    gaps,
    last_year,
    sent_values,
    totals,
)
from lianxin.work.returns.models import Answer, Filing, Line, Return, Version
from lianxin.work.returns.permissions import Permission

S = Filing.State


@transaction.atomic
def fill(filing: Filing, values: Mapping[int, Mapping[str, Any]], *, by: Account | None) -> None:
    """Write what is reported, beside what is computed now.

    values: by line id, each {"value", "text", "note"}; a line left out keeps what it had,
    an empty value takes the computed one; money in 分. Sums are added up here, never
    typed. Raises PermissionDenied, WrongStatus; Refused where a number differs from the
    computed one without a note, naming the lines.
    """
    require(by, Permission.FILL, filing)
    _open(filing)
    kept = {one.line_id: one for one in filing.answers.all()}
    unexplained = []
    for line in filing.asked_in.lines.all():
        if line.pk not in values or line.is_sum:
            continue
        typed = values[line.pk]
        now = computed(line, filing.asked_in, filing.body)
        answer = kept.get(line.pk) or Answer(filing=filing, line=line)
        answer.computed = now
        answer.value = typed.get("value") if line.is_number else None
        if answer.value is None and line.kind == Line.Kind.FIGURE:
            answer.value = now
        answer.text = (typed.get("text") or "").strip() if not line.is_number else ""
        answer.note = (typed.get("note") or "").strip()
        if answer.differs and not answer.note:
            unexplained.append(line.label)
            continue
        save(answer)
    if unexplained:
        raise Refused(
            gettext("“%s”与系统计算的不同，请在说明里写明原因。两个数都会保留。")
            % "”、“".join(unexplained)
        )
    _add_up(filing)
    record(by, "return.fill", filing, gettext("填报：%s") % filing)


def _add_up(filing: Filing) -> None:
    """Write the sums of what the lines hold now; none while one of its addends is empty."""
    lines = list(filing.asked_in.lines.all())
    kept = {one.line_id: one for one in filing.answers.all()}
    sums = totals(lines, {line.code: kept[line.pk].value for line in lines if line.pk in kept})
    for line in lines:
        if line.is_sum:
            answer = kept.get(line.pk) or Answer(filing=filing, line=line)
            answer.computed = answer.value = sums[line.code]
            save(answer)


@transaction.atomic
def send(
    filing: Filing, *, signed_by: str, signed_on: date, by: Account | None, today: date
) -> Version:
    """Sign and send: what is in the lines becomes a version that never changes.

    Numbers are computed anew: one that changed since it was filled in is refused, so that
    nobody signs a number that the records no longer say. A total that its lines do not add
    up to is refused unless its note says why. Raises PermissionDenied,
    WrongStatus, Refused.
    """
    require(by, Permission.FILL, filing)
    _open(filing)
    if not signed_by.strip():
        raise Refused(_("请写签字人姓名。"))
    if signed_on > today:
        raise Refused(_("签字日期还没有到。"))
    answers = _complete(filing)
    _refuse_stale(filing, answers)
    _refuse_gaps(answers)
    previous = filing.versions.first()
    version = Version(
        filing=filing,
        number=filing.version + 1,
        values=sent_values(answers, last_year(filing, [one.line for one in answers])),
        signed_by=signed_by.strip(),
        signed_on=signed_on,
        sent_on=today,
        by=by,
        reason=filing.reason if filing.version else "",
    )
    moved = Filing.objects.filter(pk=filing.pk, state__in=Filing.OPEN, version=filing.version)
    first_sent = filing.sent_on or today
    if not moved.update(state=S.SENT, version=version.number, sent_on=first_sent, reason=""):
        raise WrongStatus(_("这份报表刚刚有人报送。请刷新页面。"))
    save(version)
    filing.state, filing.version, filing.sent_on, filing.reason = (
        S.SENT,
        version.number,
        first_sent,
        "",
    )
    event = record(
        by,
        "return.send",
        filing,
        gettext("报送：%(filing)s 第 %(number)s 版，%(name)s签字")
        % {"filing": filing, "number": version.number, "name": version.signed_by},
        reason=version.reason,
        after={
            "changed": [
                f"{one.label}：{one.before}→{one.after}" for one in changes(previous, version)
            ]
        },
    )
    telling.tell_sent(filing, event)
    return version


def _complete(filing: Filing) -> list[Answer]:
    """The answers in order of the lines; Refused naming those that are missing."""
    kept = {one.line_id: one for one in filing.answers.select_related("line")}
    missing, answers = [], []
    for line in filing.asked_in.lines.all():
        answer = kept.get(line.pk)
        if (
            answer is None
            or (line.is_number and answer.value is None)
            or (not line.is_number and not answer.text)
        ):
            missing.append(line.label)
        else:
            answers.append(answer)
    if missing:
        raise Refused(
            gettext("还没有填：%s。没有的数字填 0，没有的文字写“无”。") % "、".join(missing)
        )
    return answers


def _refuse_stale(filing: Filing, answers: list[Answer]) -> None:
    moved = [
        one.line.label
        for one in answers
        if one.computed is not None
        and not one.line.is_sum
        and computed(one.line, filing.asked_in, filing.body) != one.computed
    ]
    if moved:
        raise Refused(
            gettext("填报以后记录有了变化：%s。请打开填报页核对，保存后再报送。") % "、".join(moved)
        )


def _refuse_gaps(answers: list[Answer]) -> None:
    values = {one.line.code: one.value for one in answers}
    explained = {one.line.code for one in answers if one.note}
    found = [
        str(one)
        for one in gaps([one.line for one in answers], values)
        if one.line.code not in explained
    ]
    if found:
        raise Refused(
            gettext("%s。请核对各项；确有不属于各项的，在合计那一项的说明里写明。")
            % "；".join(found)
        )


@transaction.atomic
def correct(filing: Filing, *, reason: str, by: Account | None) -> None:
    """Begin to correct what was sent; it holds until the next version is sent.

    Raises PermissionDenied, WrongStatus, Refused without a reason.
    """
    require(by, Permission.FILL, filing)
    if not reason.strip():
        raise Refused(_("更正应当写明原因。"))
    if filing.asked_in.state != Return.State.ASKED:
        raise WrongStatus(_("报表已经截止，不能更正。请与布置单位联系。"))
    values = {"state": S.CORRECTING, "reason": reason.strip()[:300]}
    if not Filing.objects.filter(pk=filing.pk, state=S.SENT).update(**values):
        raise WrongStatus(_("这份报表不在已报送的状态。请刷新页面。"))
    filing.state, filing.reason = values["state"], values["reason"]
    record(by, "return.correct", filing, gettext("更正：%s") % filing, reason=filing.reason)


def _open(filing: Filing) -> None:
    if filing.asked_in.state != Return.State.ASKED:
        raise WrongStatus(_("报表已经截止，不能再填。请与布置单位联系。"))
    if filing.state not in Filing.OPEN:
        raise WrongStatus(_("这份报表已经报送。要改，请先写明原因，开始更正。"))
