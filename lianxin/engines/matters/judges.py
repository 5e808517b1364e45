"""Who judges the answer: every proposer, also of the matters merged into this one.

每位代表都要答复: merging spares the office work, never a deputy his answer.
Source: 山东、浙江 suggestion rules on merged items; 代表法 (2025), art. 51.
"""

from lianxin.engines.matters.models import Matter, Proposer


def proposers_of(matter):
    """Proposers of the matter and of those merged into it, leaders first.

    The ids are joined by a union: asked as "of this one, or of one merged into
    it", SQLite reads all matters and PostgreSQL all proposers there are.
    """
    this = Matter.objects.order_by().filter(pk=matter.pk).values("pk")
    merged = Matter.objects.order_by().filter(merged_into=matter.pk).values("pk")
    return Proposer.objects.filter(matter__in=this.union(merged)).select_related("person", "matter")


def judges_of(matter) -> list[Proposer]:
    """Confirmed proposers of the matter and of those merged into it, leaders first."""
    return list(proposers_of(matter).filter(state=Proposer.State.CONFIRMED))


def leading_judges(judges) -> list[Proposer]:
    """Those whose judgement is waited for: each lead deputy (领衔)."""
    return [judge for judge in judges if judge.is_lead]
