"""The clerk's review: accept, return, refuse, merge, split, number, call back."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import clocks
from lianxin.engines.matters.models import Matter, NumberSeries, Proposer
from lianxin.engines.matters.workflow.moves import (
    Refused,
    move,
    need_status,
    refresh,
    save_or_refuse,
)
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.permissions import Permission

Status = Matter.Status
MOST_TOPIC: int = Matter._meta.get_field("topic").max_length or 0
# Why something is not a suggestion (rules.md SG-03): code → words.
GROUNDS = {
    "personal": gettext_lazy("解决代表本人及其亲属个人问题的"),
    "forwarded": gettext_lazy("转交个人或者单位来信、申诉材料的"),
    "academic": gettext_lazy("属于学术探讨、产品推介的"),
    "empty": gettext_lazy("没有实际内容的"),
    "case": gettext_lazy("涉及具体司法案件的"),
    "tender": gettext_lazy("涉及具体招标投标等经济活动的"),
    "accusation": gettext_lazy("属于检举、控告、申诉的"),
}


class NumberTaken(Refused):
    """Another item of the same scope already bears this number."""


@transaction.atomic
def accept(suggestion, *, by, today: date):
    """Accept a submitted suggestion for handling (受理)."""
    require(by, Permission.REVIEW, suggestion)
    move(suggestion, "accept")
    Matter.objects.filter(pk=suggestion.pk).update(accepted_on=today, decision_reason="")
    suggestion.accepted_on = today
    refresh(suggestion)
    _note(suggestion, by, "accept", _("受理"))


@transaction.atomic
def return_for_correction(suggestion, *, reason, by, today: date):
    """Send it back to be improved, saying what is wanted; nothing is lost."""
    require(by, Permission.REVIEW, suggestion)
    if not reason.strip():
        raise Refused(_("请写明退回修改的理由，让代表知道怎么改。"))
    move(suggestion, "return_for_correction")
    _decide(suggestion, reason, today)
    _note(suggestion, by, "return_for_correction", _("退回修改"), reason=reason)


@transaction.atomic
def refuse(suggestion, *, ground, by, today: date, reason=""):
    """Not acceptable as a suggestion; passed on as a deputy's letter (转代表来信).

    ground: a key of GROUNDS. Source: rules.md SG-03 (浙 6, 鲁 6, 渝 9; 代 59).
    """
    require(by, Permission.REVIEW, suggestion)
    if ground not in GROUNDS:
        raise Refused(_("请选择不作为建议的法定情形。"))
    words = str(GROUNDS[ground]) + (f"：{reason}" if reason.strip() else "")
    move(suggestion, "refuse")
    _decide(suggestion, words, today)
    _note(suggestion, by, "refuse", _("不作为建议，转为代表来信处理"), reason=words)


def _decide(suggestion, reason, today):
    clocks.stop(suggestion, today)
    Matter.objects.filter(pk=suggestion.pk).update(decision_reason=reason)
    suggestion.decision_reason = reason
    refresh(suggestion)


@transaction.atomic
def merge(suggestion, *, into, by, today: date):
    """Handle it together with one on the same matter (并案); each deputy is still answered.

    Source: 山东, 浙江 (rules.md SG-12): every deputy gets the reply.
    """
    require(by, Permission.REVIEW, suggestion)
    require(by, Permission.REVIEW, into)
    if into.pk == suggestion.pk:
        raise Refused(_("不能并入自身。请选择另一件。"))
    if into.body_id != suggestion.body_id:
        raise Refused(_("只能并入本级人大的建议。"))
    need_status(into, Status.ACCEPTED, Status.ASSIGNED, Status.REWORK)
    if Suggestion.objects.filter(merged_into=suggestion).exists():
        raise Refused(_("已有建议并入本件，不能再把本件并入别件。请反过来并。"))
    # Before the status, for a merged matter always names its target.
    Matter.objects.filter(pk=suggestion.pk).update(merged_into=into.pk)
    move(suggestion, "merge")
    suggestion.merged_into_id = into.pk
    clocks.stop(suggestion, today)
    refresh(suggestion)
    number = into.display_number
    _note(suggestion, by, "merge", _("并入第 %s 号，一并办理、分别答复") % number)
    record(
        by,
        "suggestion.merge",
        into,
        _("并入“%s”，其提出人也收到答复") % suggestion.title[:80],
    )


@transaction.atomic
def split(suggestion, *, parts: Sequence[tuple[str, str]], by, today: date) -> list[Suggestion]:
    """Split a suggestion of several matters (一事一议); each part keeps the proposers.

    parts: two or more pairs of title and text.
    """
    require(by, Permission.REVIEW, suggestion)
    if len(parts) < 2 or any(not title.strip() or not text.strip() for title, text in parts):
        raise Refused(_("分案应当有两件以上，每件都要有标题和内容。"))
    move(suggestion, "split")
    clocks.stop(suggestion, today)
    children = []
    for title, text in parts:
        child = Suggestion(
            body=suggestion.body,
            county_id=suggestion.county_id,
            kind=suggestion.kind,
            title=title,
            text=text,
            topic=suggestion.topic,
            status=Status.SUBMITTED,
            year=suggestion.year,
            created_by=suggestion.created_by,
            submitted_on=suggestion.submitted_on,
            occasion=suggestion.occasion,
            session=suggestion.session,
            agrees_public=suggestion.agrees_public,
            is_confidential=suggestion.is_confidential,
            split_from_id=suggestion.pk,
        )
        save_or_refuse(child)
        for proposer in suggestion.proposers.exclude(state=Proposer.State.DECLINED):
            proposer.pk, proposer.matter = None, child
            proposer._state.adding = True
            proposer.save()
        clocks.start(child, "handover", today, base=suggestion.submitted_on)
        refresh(child)
        record(by, "suggestion.split", child, _("由“%s”分案") % suggestion.title[:80])
        children.append(child)
    refresh(suggestion)
    _note(suggestion, by, "split", _("分为 %s 件") % len(children))
    return children


@transaction.atomic
def give_number(suggestion, *, by, today: date, number: str = ""):
    """Give the next number of its scope, or the printed one, kept as it stands (0038, Y19).

    The scope restarts each session, year or never (rulebook suggestion.numbering);
    those between sessions run in a series of their own. Numbers are free of gaps
    under concurrency. Raises NumberTaken.
    """
    require(by, Permission.REVIEW, suggestion)
    need_status(suggestion, Status.SUBMITTED, Status.ACCEPTED, Status.ON_AGENDA)
    scope = number_scope(suggestion, today)
    number = number.strip() or _next_number(suggestion.body, scope)
    before = suggestion.number
    suggestion.number, suggestion.number_scope = number, scope
    try:
        with transaction.atomic():
            Matter.objects.filter(pk=suggestion.pk).update(number=number, number_scope=scope)
    except IntegrityError as error:
        suggestion.number = before
        raise NumberTaken(
            _("第 %s 号已经用过。请换一个编号，或者留空由系统接着编。") % number
        ) from error
    refresh(suggestion)
    _note(
        suggestion,
        by,
        "give_number",
        _("编为第 %s 号") % number,
        before={"number": before},
        after={"number": number, "scope": scope},
    )


def number_scope(suggestion, today: date) -> str:
    """Name of the series its number belongs to."""
    how = rule("suggestion.numbering", suggestion.body, today).value
    kind = "m" if suggestion.kind == Matter.Kind.MOTION else "s"
    if how == "body":
        return f"{kind}:all"
    in_session = suggestion.occasion == Suggestion.Occasion.IN_SESSION and suggestion.session_id
    if how == "session" and in_session:
        return f"{kind}:session:{suggestion.session_id}"
    between = "between:" if how == "session" else ""
    return f"{kind}:{between}{suggestion.year}"


def _next_number(body, scope) -> str:
    series, _created = NumberSeries.objects.select_for_update().get_or_create(
        body=body, scope=scope
    )
    taken = Matter.objects.filter(body=body, number_scope=scope)
    while True:
        series.last += 1
        if not taken.filter(number=str(series.last)).exists():
            break
    series.save(update_fields=["last"])
    return str(series.last)


@transaction.atomic
def call_back(suggestion, *, note_text, by, today: date):
    """Call the proposer back before handing over (逐条回访), to learn what is really meant."""
    require(by, Permission.REVIEW, suggestion)
    need_status(suggestion, Status.SUBMITTED, Status.ACCEPTED)
    Matter.objects.filter(pk=suggestion.pk).update(called_back_on=today, call_back_note=note_text)
    suggestion.called_back_on, suggestion.call_back_note = today, note_text
    refresh(suggestion)
    _note(suggestion, by, "call_back", _("回访提出人"), reason=note_text)


@transaction.atomic
def set_topic(suggestion, *, topic: str, by):
    """Put it into a category, or into another one, before it is handed over."""
    require(by, Permission.REVIEW, suggestion)
    need_status(suggestion, Status.SUBMITTED, Status.ACCEPTED)
    topic = topic.strip()
    if not topic or len(topic) > MOST_TOPIC:
        raise Refused(_("请选择类别。类别名称不超过 %s 个字。") % MOST_TOPIC)
    before = suggestion.topic
    Matter.objects.filter(pk=suggestion.pk).update(topic=topic)
    suggestion.topic = topic
    refresh(suggestion)
    _note(
        suggestion,
        by,
        "set_topic",
        _("类别定为“%s”") % topic,
        before={"topic": before},
        after={"topic": topic},
    )


def _note(suggestion, by, step, words, **details):
    record(by, f"suggestion.{step}", suggestion, words, **details)
