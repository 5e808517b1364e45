"""Which steps a paper's page offers to whom, in the order a paper takes them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.permissions import Permission
from lianxin.foundation.papers.workflow import STEPS
from lianxin.foundation.people.permissions import may

S = Paper.Status
PERMISSIONS = {
    "send_for_review": Permission.DRAFT,
    "review": Permission.REVIEW,
    "return_with_reason": Permission.REVIEW,
    "sign": Permission.SIGN,
    "issue": Permission.ISSUE,
    "file": Permission.FILE,
    "void": Permission.VOID,
}
# What a step asks for besides being pressed.
ASKS = {"return_with_reason": "reason", "void": "reason", "sign": "signatory", "file": "archive"}
MAIN = frozenset({"send_for_review", "sign", "issue"})


@dataclass(frozen=True)
class Step:
    """A button of the page. asks: the field that goes with it, "" for none."""

    name: str
    label: str
    asks: str
    is_main: bool


def open_steps(paper: Paper) -> list[str]:
    """Steps the paper's status allows now."""
    has_signature = kind_of(paper.kind).has_signature
    return {
        S.DRAFTING: ["send_for_review", "void"] if has_signature else ["issue", "void"],
        S.REVIEW: ["sign", "review", "return_with_reason", "void"],
        S.SIGNED: ["issue", "return_with_reason", "void"],
        S.ISSUED: ["file", "void"],
        S.FILED: ["void"],
        S.VOID: [],
    }[S(paper.status)]


def steps_for(user, paper: Paper) -> list[Step]:
    """The steps `user` may take with the paper now."""
    found = []
    for name in open_steps(paper):
        permission = PERMISSIONS[name]
        if name == "return_with_reason" and paper.status == S.SIGNED:
            permission = Permission.SIGN
        if name == "review" and (paper.reviewed_by_id or user.pk == paper.drafted_by_id):
            continue
        if may(user, permission, paper):
            label = str(STEPS[name])
            if name == "issue" and not kind_of(paper.kind).series:
                label = _("印发")
            found.append(Step(name, label, ASKS.get(name, ""), name in MAIN))
    return found
