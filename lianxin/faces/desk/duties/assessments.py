"""Assessments on the desk: a body's self-check, the county's reviews and objections."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.desk.duties import MOST_SHOWN, Duty, Part
from lianxin.faces.desk.duties import Count as Figure
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.work.assessments.models import Mark, Round, Sheet


def parts(account, today: date) -> list[Part]:
    bodies = account.bodies_as(*CLERKS, Role.CHAIR)
    if not bodies:
        return []
    part = Part(_("工作考评"))
    part.links.append((_("工作考评"), reverse("assessments:list")))
    part.duties += _to_check([one for one in bodies if not one.is_county])
    part.counts += _to_review([one for one in bodies if one.is_county])
    return [part]


def _to_check(bodies) -> list[Duty]:
    """Sheets of one's own body still to be answered."""
    if not bodies:
        return []
    found = (
        Sheet.objects.filter(body__in=bodies, state=Sheet.State.SELF, round__state=Round.State.OPEN)
        .select_related("body", "round__scheme")
        .order_by("round__self_by", "pk")
    )
    return [
        Duty(
            f"assessment-{one.pk}",
            str(one.round),
            _("先核对系统计算的项，再填写凭记录的项"),
            _("自评"),
            one.get_absolute_url(),
            one.round.self_by,
        )
        for one in found[:MOST_SHOWN]
    ]


def _to_review(bodies) -> list[Figure]:
    if not bodies:
        return []
    sent = Q(state=Sheet.State.SENT, round__state=Round.State.OPEN)
    raised = Q(marks__dispute=Mark.Dispute.RAISED, round__state=Round.State.TOLD)
    numbers = Sheet.objects.filter(round__body__in=bodies).aggregate(
        sent=Count("pk", filter=sent, distinct=True),
        raised=Count("pk", filter=raised, distinct=True),
    )
    home = reverse("assessments:list")
    return [
        Figure(_("已自评、待考评的单位"), numbers["sent"], home),
        Figure(_("对考评有异议、待答复的单位"), numbers["raised"], home),
    ]
