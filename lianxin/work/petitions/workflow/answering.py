"""The written answer, a longer time for it, the report upward, closing and filing."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.models.answers import Satisfaction
from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import due
from lianxin.work.petitions import clocks
from lianxin.work.petitions.models import Clock, Extension, HigherReport, Opinion, Petition
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.moves import (
    UNDER_WAY,
    S,
    managed,
    move,
    need_status,
    note,
    refresh,
)

P = clocks.Purpose


class ReportMissing(Refused):
    """What came from above is closed only after its result was reported there."""


class OpinionMissing(Refused):
    """A claim of the sixth way ends in a petition opinion, and in nothing else."""


class TooLong(Refused):
    """An extension is once, and thirty days at most."""


@transaction.atomic
def extend(
    petition,
    *,
    until: date,
    reason: str,
    approved_by: str,
    told_on: date,
    by,
    today: date,
) -> Extension:
    """Allow more time for finishing: complex, approved by the head, told to the petitioner.

    until: the new last day, at most 30 days after the old one.
    Raises TooLong, Refused for a second extension or after the time has run out.
    Source: 信访工作条例 (2022), art. 34.
    """
    require(by, Permission.APPROVE, petition)
    need_status(petition, S.ACCEPTED, S.ASSIGNED)
    clock = clocks.running(petition, P.FINISH).first()
    if clock is None:
        raise Refused(_("本件没有法定办结期限，不需要延期。"))
    if clock.is_extended:
        raise TooLong(_("本件已经延长过一次，不能再延长。请尽快办结。"), article=clock.article)
    if clock.due_on < today:
        raise Refused(_("期限已过，不能再延期。请尽快答复，并向信访人说明原因。"))
    longest = due("petition.extension", clock.due_on, body=petition.body)
    if until > longest.due:
        raise TooLong(
            _("延长期限不得超过 %(days)s，最迟到 %(day)s。请改选日期。")
            % {"days": longest.rule.display, "day": longest.due},
            article=longest.article,
        )
    if told_on > today:
        raise Refused(_("告知日期不能晚于今天。请先把延期理由告知信访人，再登记。"))
    extension = save_or_refuse(
        Extension(
            petition=petition,
            reason=reason,
            due_before=clock.due_on,
            due_on=until,
            approved_by=approved_by,
            approved_on=today,
            told_on=told_on,
        )
    )
    clocks.stop(petition, today, P.FINISH)
    Clock.objects.create(
        petition=petition,
        purpose=P.FINISH,
        started_on=clock.started_on,
        due_on=until,
        is_extended=True,
        rule=clock.rule | {"extended_from": clock.due_on.isoformat()},
    )
    refresh(petition)
    note(
        petition,
        by,
        "extend",
        _("经%(head)s批准，办结期限延长到 %(day)s，已告知信访人")
        % {"head": approved_by, "day": until},
        reason=reason,
        before={"due_on": extension.due_before},
        after={"due_on": until},
    )
    return extension


@transaction.atomic
def reply(
    petition,
    *,
    request: str,
    facts: str,
    conclusion: str,
    basis: str,
    outcome: str,
    signed_by: str,
    delivered_on: date,
    by,
    today: date,
) -> Opinion:
    """Answer in writing: what was asked, what was found, the conclusion and its basis.

    delivered_on: day the petitioner got it; the time for asking a review begins then.
    Raises Refused while an office still owes its result, or a part is missing.
    Source: 信访工作条例 (2022), arts. 29, 31, 32, 35.
    """
    managed(petition, by)
    need_status(petition, S.ACCEPTED, S.ASSIGNED)
    if petition.accepted_on is None:
        raise Refused(_("本件是转送有权机关处理的，由该机关答复信访人。收到反馈后请直接办结。"))
    _refuse_open_referrals(petition)
    if not signed_by.strip():
        raise Refused(_("处理意见应当由负责人签发。请填写签发人。"))
    if delivered_on > today:
        raise Refused(_("送达日期不能晚于今天。"))
    opinion = save_or_refuse(
        Opinion(
            petition=petition,
            request=request,
            facts=facts,
            conclusion=conclusion,
            basis=basis,
            outcome=outcome,
            signed_by=signed_by.strip(),
            issued_on=min(today, delivered_on),
            delivered_on=delivered_on,
        )
    )
    move(petition, "reply")
    clocks.meet(petition, P.FINISH, today)
    if petition.sort == Petition.Sort.CLAIM:
        clocks.stop(petition, today, P.REVIEW_REQUEST)
        clocks.start(petition, P.REVIEW_REQUEST, delivered_on)
    refresh(petition)
    words = _("出具信访处理意见书") if petition.needs_opinion else _("书面答复信访人")
    note(petition, by, "reply", words, after={"outcome": opinion.get_outcome_display()})
    return opinion


def _refuse_open_referrals(petition) -> None:
    if waiting := petition.referrals.open().select_related("office").first():
        raise Refused(
            _("%(receiver)s还没有反馈结果。请等其反馈；可以催办，也可以收回转办。")
            % {"receiver": waiting.receiver}
        )


@transaction.atomic
def grade(opinion, *, grade: str, today: date, words: str = "", by=None) -> None:
    """The petitioner judges the answer, by the query code or by telephone; once.

    by: the clerk who writes down what was said; None for the petitioner's own page.
    Source: 信访工作条例 (2022), art. 21 para. 2.
    """
    petition = opinion.petition
    if by is not None:
        managed(petition, by)
    if grade not in Satisfaction.values:
        raise Refused(_("请选择满意、基本满意或者不满意。"))
    changed = Opinion.objects.filter(pk=opinion.pk, grade="").update(
        grade=grade, grade_words=words, graded_on=today
    )
    if not changed:
        raise Refused(_("这份答复已经评价过了。如有新的情况，请向登记的机关说明。"))
    opinion.refresh_from_db()
    note(petition, by, "grade", _("信访人评价：%s") % opinion.get_grade_display())


@transaction.atomic
def report_up(
    petition, *, text: str, signed_by: str, by, today: date, number: str = ""
) -> HigherReport:
    """Report what came of it to the organ that sent it.

    Source: systems.md S-024 (referrals from higher congresses carry a required result report).
    """
    managed(petition, by)
    need_status(petition, *UNDER_WAY, S.CLOSED, S.REFUSED)
    if petition.channel != Petition.Channel.HIGHER:
        raise Refused(_("本件不是上级转交的，不需要向上级报告结果。"))
    if not text.strip() or not signed_by.strip():
        raise Refused(_("结果报告应当写明办理结果和签发人。"))
    report = save_or_refuse(
        HigherReport(
            petition=petition, reported_on=today, number=number, text=text, signed_by=signed_by
        )
    )
    clocks.meet(petition, P.REPORT, today)
    refresh(petition)
    note(petition, by, "report_up", _("向%s报告办理结果") % petition.higher_organ)
    return report


@transaction.atomic
def close(petition, *, words: str, by, today: date) -> None:
    """Close it (办结): answered, every office heard, and what came from above reported.

    Raises OpinionMissing, ReportMissing, Refused.
    """
    managed(petition, by)
    need_status(petition, S.ACCEPTED, S.ASSIGNED, S.REPLIED)
    _refuse_open_referrals(petition)
    if petition.needs_opinion and not petition.opinions.exists():
        raise OpinionMissing(
            _("本件应当出具信访处理意见书，才能办结。请先书面答复。"),
            article=_("信访工作条例第三十一条第六项"),
        )
    if petition.status == S.ACCEPTED and not petition.opinions.exists():
        raise Refused(_("本件还没有答复信访人，也没有转办结果，不能办结。请先书面答复。"))
    if petition.channel == Petition.Channel.HIGHER and not petition.reports.exists():
        raise ReportMissing(
            _("本件由%(organ)s转交，应当先报告办理结果，再办结。")
            % {"organ": petition.higher_organ}
        )
    if not words.strip():
        raise Refused(_("请写明办结情况。"))
    move(petition, "close")
    Matter.objects.filter(pk=petition.pk).update(closed_on=today)
    petition.closed_on = today
    petition.outcome_words = words
    petition.save(update_fields=["outcome_words"])
    running = (P.FINISH, P.DECISION, P.REPORT, P.OBJECTION)
    clocks.stop(petition, today, *running)
    refresh(petition)
    note(petition, by, "close", _("办结"), reason=words)


def missing_papers(petition) -> list[str]:
    """What a complete file still lacks, in words."""
    missing = []
    is_told = petition.told_on or petition.is_unreachable or petition.status == S.RETURNED
    if not is_told and petition.became_id is None and petition.message_id is None:
        missing.append(_("受理（不予受理、转送）告知记录"))
    if petition.needs_opinion and not petition.opinions.exists():
        missing.append(_("信访处理意见书"))
    is_ours = petition.channel == Petition.Channel.HIGHER and petition.status != S.RETURNED
    if is_ours and not petition.reports.exists():
        missing.append(_("向上级的结果报告"))
    return missing


@transaction.atomic
def archive(petition, *, by, today: date, leave_out_reason: str = "") -> None:
    """Put the file away when nothing is missing, or with a reason for what is."""
    managed(petition, by)
    missing = missing_papers(petition)
    if missing and not leave_out_reason.strip():
        raise Refused(
            _("归档材料不齐，缺：%s。请补齐；确实无法补齐的，请写明原因后归档。")
            % "、".join(missing)
        )
    move(petition, "archive")
    Matter.objects.filter(pk=petition.pk).update(archived_on=today)
    petition.archived_on = today
    refresh(petition)
    note(petition, by, "archive", _("归档"), reason=leave_out_reason)
