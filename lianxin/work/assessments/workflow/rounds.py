"""A year's round: opened, checked by each body, reviewed, objected to, settled, published."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.foundation.figures.catalogue import Scope
from lianxin.foundation.files.limits import refuse_too_many, twin_of
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import discard, store
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words, save
from lianxin.work.assessments.conditions import answer, kind_of
from lianxin.work.assessments.models import Item, Mark, MarkFile, Round, Scheme, Sheet
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.workflow.common import note
from lianxin.work.assessments.workflow.extras import sums_of

DISPUTE_DAYS = 7
"""Calendar days to object, unless the county names another day."""


@transaction.atomic
def open_round(
    scheme: Scheme, *, year: int, self_by: date, by, today: date, until: date | None = None
) -> Round:
    """One sheet for every township and street below; streets leave their items out.

    until: last day counted, the end of the year unless said.
    """
    opened = Round(
        body=scheme.body,
        scheme=scheme,
        year=year,
        since=date(year, 1, 1),
        until=until or date(year, 12, 31),
        self_by=self_by,
    )
    require(by, Permission.KEEP_SCHEME, opened)
    if locked(scheme).state != Scheme.State.IN_USE:
        raise WrongStatus(_("办法还没有启用，或者已经停用。请先启用。"))
    if self_by < today:
        raise Refused(_("自评截止日期不能早于今天。请改一个日期。"))
    if opened.until.year != year:
        raise Refused(_("考评期应当在 %d 年内。请核对日期。") % year)
    bodies = list(Body.objects.filter(parent=scheme.body, is_active=True).order_by("path"))
    if not bodies:
        raise Refused(_("下面没有乡镇、街道，不能开展考评。请先登记机构。"))
    save(opened)
    items = list(scheme.items.all())
    for body in bodies:
        applying = applying_to(body, items)
        sheet = Sheet.objects.create(
            round=opened, body=body, points=sum(one.points or 0 for one in applying)
        )
        Mark.objects.bulk_create(Mark(sheet=sheet, item=one) for one in applying)
        _compute(sheet, today)
    note(
        by,
        "open_round",
        opened,
        _("开展%(round)s，%(number)d 个单位") % {"round": opened, "number": len(bodies)},
        after={"self_by": self_by.isoformat(), "until": opened.until.isoformat()},
    )
    return opened


def applying_to(body: Body, items: list[Item]) -> list[Item]:
    """The items a body is assessed by: a street has no congress and no presidium."""
    return [one for one in items if not (body.is_street and one.omitted_by_streets)]


def _scope(sheet: Sheet, today: date) -> Scope:
    period = sheet.round
    return Scope(sheet.body, period.since, max(period.since, min(period.until, today)))


def _compute(sheet: Sheet, today: date) -> None:
    """Read all figures anew; numbers that were typed keep standing."""
    scope = _scope(sheet, today)
    marks = list(sheet.marks.select_related("item"))
    for mark in marks:
        mark.answers = [
            answer(one, scope, [mark.typed.get(str(place))]).as_json()
            for place, one in enumerate(mark.item.conditions)
        ]
    Mark.objects.bulk_update(marks, ["answers"])


def _in(sheet: Sheet, round_state: str, *states: str) -> None:
    """The round and the sheet, locked, as they must stand for a step."""
    period = locked(sheet.round)
    row = locked(sheet)
    if period.state != round_state:
        raise WrongStatus(
            _("这次考评现在是“%s”，不能办理这一步。请刷新页面。") % period.get_state_display()
        )
    if states and row.state not in states:
        raise WrongStatus(
            _("这张考评表现在是“%s”，不能办理这一步。请刷新页面。") % row.get_state_display()
        )


@transaction.atomic
def check(
    mark: Mark,
    *,
    typed: Mapping[int, int] | None = None,
    is_met: bool | None = None,
    proof: str = "",
    upload: Any = None,
    by,
    today: date,
) -> Mark:
    """The body's own word on one item.

    typed: numbers by the place of the condition they answer. Whatever is not computed
    needs its proof in words. upload: a file that shows it, as `files.storing.store` takes
    it; the same bytes sent twice are kept once. Raises Refused without proof, and for a
    file that is not allowed or too many.
    """
    sheet = mark.sheet
    require(by, Permission.CHECK_ONESELF, sheet)
    _in(sheet, Round.State.OPEN, Sheet.State.SELF)
    conditions = mark.item.conditions
    wanted = [place for place, one in enumerate(conditions) if kind_of(one) == "typed"]
    given = {place: number for place, number in (typed or {}).items() if place in wanted}
    by_people = any(kind_of(one) != "figure" for one in conditions)
    if by_people and (given or is_met):
        proof = need_words(proof, _("系统里没有记录的，请写明凭什么记录，便于考评组核对。"))
    mark.typed = {str(place): number for place, number in given.items()}
    mark.is_met, mark.proof = is_met, proof.strip()[:500]
    scope = _scope(sheet, today)
    mark.answers = [
        answer(one, scope, [mark.typed.get(str(place))]).as_json()
        for place, one in enumerate(conditions)
    ]
    mark.save(update_fields=["typed", "is_met", "proof", "answers"])
    stored = _attach(mark, upload, by) if upload else None
    note(
        by,
        "check",
        sheet,
        _("自评“%s”") % mark.item.name,
        after={"typed": mark.typed, "is_met": is_met, "file": stored and stored.pk},
    )
    return mark


def _attach(mark: Mark, upload: Any, by) -> StoredFile:
    known = StoredFile.objects.filter(assessment_proofs__mark=mark)
    stored = store(upload, by=by, body=mark.body)
    if twin := twin_of(stored, known):
        discard(stored)
        return twin
    refuse_too_many(stored, known)
    MarkFile.objects.create(mark=mark, file=stored)
    return stored


@transaction.atomic
def look_again(sheet: Sheet, *, by, today: date) -> None:
    """Read the figures anew, by the body before it sends or by the county while it reviews."""
    is_own = sheet.state == Sheet.State.SELF
    require(by, Permission.CHECK_ONESELF if is_own else Permission.REVIEW, sheet)
    _in(sheet, Round.State.OPEN)
    _compute(sheet, today)
    note(by, "look_again", sheet, _("重新读取%s的各项数据") % sheet.body.short_name)


@transaction.atomic
def send(sheet: Sheet, *, by, today: date) -> None:
    """The self-check is complete. Raises Refused naming items nobody has answered."""
    require(by, Permission.CHECK_ONESELF, sheet)
    _in(sheet, Round.State.OPEN, Sheet.State.SELF)
    _compute(sheet, today)
    silent = [one.item.name for one in sheet.marks.select_related("item") if one.looks_met is None]
    if silent:
        raise Refused(
            _("还有 %(number)d 项没有自评：%(names)s。请先逐项填写。")
            % {"number": len(silent), "names": "、".join(silent[:5])}
        )
    sheet.state, sheet.sent_on = Sheet.State.SENT, today
    sheet.save(update_fields=["state", "sent_on"])
    note(by, "send", sheet, _("%s报送自评") % sheet.body.short_name)


@transaction.atomic
def review(mark: Mark, *, awarded: int, mode: str, words: str = "", by) -> Mark:
    """The county's mark on one item, and how it looked (听看查访评定).

    words: needed wherever the mark is not what records and self-check say.
    """
    sheet = mark.sheet
    require(by, Permission.REVIEW, sheet)
    _in(sheet, Round.State.OPEN, Sheet.State.SENT, Sheet.State.REVIEWED)
    most = mark.item.points or 0
    if not 0 <= awarded <= most:
        raise Refused(_("这一项最多 %d 分。请改分数。") % most)
    if mode not in Mark.Mode.values:
        raise Refused(_("请选择考评方式：听、看、查、访、评、定。"))
    expected = most if mark.looks_met else 0
    if awarded != expected:
        words = need_words(
            words, _("给分与记录、自评不一致（按记录应为 %d 分），请写明理由。") % expected
        )
    mark.awarded, mark.mode, mark.words, mark.reviewed_by = awarded, mode, words.strip()[:300], by
    mark.save(update_fields=["awarded", "mode", "words", "reviewed_by"])
    left = sheet.marks.filter(awarded=None).count()
    if not left:
        sheet.state = Sheet.State.REVIEWED
        sheet.save(update_fields=["state"])
    note(
        by,
        "review",
        sheet,
        _("考评“%(item)s”：%(awarded)d 分，共 %(most)d 分")
        % {"item": mark.item.name, "awarded": awarded, "most": most},
        reason=mark.words,
    )
    return mark


@transaction.atomic
def tell(period: Round, *, by, today: date, dispute_until: date | None = None) -> None:
    """All are reviewed: each body sees its own marks and may object until a day."""
    require(by, Permission.KEEP_SCHEME, period)
    if locked(period).state != Round.State.OPEN:
        raise WrongStatus(_("考评结果已经告知。请刷新页面。"))
    left = [
        one.body.short_name
        for one in period.sheets.exclude(state=Sheet.State.REVIEWED).select_related("body")
    ]
    if left:
        raise Refused(_("还有单位没有考评完：%s。请先逐项考评。") % "、".join(left[:8]))
    undecided = period.sheets.filter(extras__kind="bonus", extras__awarded=None).distinct()
    if names := [one.body.short_name for one in undecided.select_related("body")]:
        raise Refused(_("还有加分申请没有核定：%s。请先核定。") % "、".join(names[:8]))
    period.dispute_until = dispute_until or today + timedelta(days=DISPUTE_DAYS)
    if period.dispute_until <= today:
        raise Refused(_("异议截止日期应当晚于今天。请改一个日期。"))
    period.state = Round.State.TOLD
    period.save(update_fields=["state", "dispute_until"])
    note(
        by,
        "tell",
        period,
        _("告知%(round)s结果，异议到 %(day)s 止")
        % {"round": period, "day": f"{period.dispute_until:%Y-%m-%d}"},
    )


@transaction.atomic
def object_to(mark: Mark, *, words: str, by, today: date) -> Mark:
    """The body objects to a mark, in words, in time."""
    sheet = mark.sheet
    require(by, Permission.CHECK_ONESELF, sheet)
    _in(sheet, Round.State.TOLD)
    last = sheet.round.dispute_until
    if last is not None and today > last:
        raise Refused(_("异议截止日期 %s 已过，不能再提出。") % f"{last:%Y-%m-%d}")
    if locked(mark).dispute:
        raise WrongStatus(_("这一项已经提出过异议。"))
    mark.dispute = Mark.Dispute.RAISED
    mark.dispute_words = need_words(words, _("请写明异议的理由和凭据。"))[:500]
    mark.save(update_fields=["dispute", "dispute_words"])
    note(by, "object_to", sheet, _("对“%s”提出异议") % mark.item.name, reason=mark.dispute_words)
    return mark


@transaction.atomic
def answer_dispute(mark: Mark, *, awarded: int, words: str, by) -> Mark:
    """Uphold an objection by another mark, or keep the mark; both in words."""
    sheet = mark.sheet
    require(by, Permission.REVIEW, sheet)
    _in(sheet, Round.State.TOLD)
    row = locked(mark)
    if row.dispute != Mark.Dispute.RAISED:
        raise WrongStatus(_("这一项没有待答复的异议。请刷新页面。"))
    if not 0 <= awarded <= (mark.item.points or 0):
        raise Refused(_("这一项最多 %d 分。请改分数。") % (mark.item.points or 0))
    mark.dispute_answer = need_words(words, _("请写明答复的理由。"))[:500]
    mark.dispute = Mark.Dispute.UPHELD if awarded != row.awarded else Mark.Dispute.REJECTED
    before, mark.awarded = row.awarded, awarded
    mark.save(update_fields=["dispute", "dispute_answer", "awarded"])
    note(
        by,
        "answer_dispute",
        sheet,
        _("答复对“%s”的异议") % mark.item.name,
        reason=mark.dispute_answer,
        before={"awarded": before},
        after={"awarded": awarded},
    )
    return mark


def grade_for(scheme: Scheme, awarded: int, points: int) -> str:
    """The first grade whose percent is reached, by integers; exactly on the line reaches it."""
    for name, mark in scheme.grades:
        if awarded * 100 >= mark * points:
            return name
    return ""


@transaction.atomic
def settle(period: Round, *, by, today: date) -> None:
    """Sums and grades stand. Raises Refused before the last day to object, or with one open."""
    require(by, Permission.KEEP_SCHEME, period)
    row = locked(period)
    if row.state != Round.State.TOLD:
        raise WrongStatus(_("只有已经告知结果的考评可以评定。请刷新页面。"))
    if row.dispute_until is not None and today <= row.dispute_until:
        raise Refused(_("异议期到 %s 止，过后才能评定。") % f"{row.dispute_until:%Y-%m-%d}")
    raised = Q(marks__dispute=Mark.Dispute.RAISED) | Q(extras__dispute=Mark.Dispute.RAISED)
    waiting = period.sheets.filter(raised).distinct()
    if names := [one.body.short_name for one in waiting.select_related("body")]:
        raise Refused(_("还有异议没有答复：%s。请先答复。") % "、".join(names))
    sheets = period.sheets.select_related("round__scheme").prefetch_related("marks", "extras")
    for sheet in sheets:
        sheet.awarded = sum(one.awarded or 0 for one in sheet.marks.all())
        sheet.added, sheet.taken = sums_of(sheet)
        sheet.grade = grade_for(period.scheme, sheet.result or 0, sheet.points)
        sheet.save(update_fields=["awarded", "added", "taken", "grade"])
    period.state, period.settled_on = Round.State.SETTLED, today
    period.save(update_fields=["state", "settled_on"])
    note(by, "settle", period, _("评定%s") % period)


@transaction.atomic
def publish(period: Round, *, by, today: date) -> None:
    """Show the grades to all bodies of the county; the last grade without names."""
    require(by, Permission.KEEP_SCHEME, period)
    if locked(period).state != Round.State.SETTLED:
        raise WrongStatus(_("评定以后才能公布。请刷新页面。"))
    period.state, period.published_on = Round.State.PUBLISHED, today
    period.save(update_fields=["state", "published_on"])
    note(by, "publish", period, _("公布%s等次") % period)


@transaction.atomic
def show(period: Round, *, is_public: bool, by) -> None:
    """Put the published grades on the public pages as well, or take them off again."""
    require(by, Permission.KEEP_SCHEME, period)
    if locked(period).state != Round.State.PUBLISHED:
        raise WrongStatus(_("公布等次以后才能向社会公开。请刷新页面。"))
    period.is_public = is_public
    period.save(update_fields=["is_public"])
    words = _("向社会公开%s等次") if is_public else _("从公众页面撤下%s等次")
    note(by, "show" if is_public else "hide", period, words % period)
