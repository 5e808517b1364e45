"""Matters that belong together without being merged (关联): both show the other."""

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.triage.models import Relation
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused


@transaction.atomic
def relate(matter, other, *, permission: str, by, today: date) -> Relation:
    """Note that two matters belong together; doing it again changes nothing.

    permission: asked for `matter`; `other` must be one that `by` sees.
    Raises PermissionDenied, and Refused for a matter and itself or of another county.
    """
    require(by, permission, matter)
    if matter.pk == other.pk:
        raise Refused(_("不能与自身关联。请选择另一件。"))
    if matter.county_id != other.county_id:
        raise Refused(_("只能关联本县的事项。"))
    first, second = sorted((matter.pk, other.pk))
    relation, is_new = Relation.objects.get_or_create(
        one_id=first, other_id=second, defaults={"related_on": today, "related_by": by}
    )
    if is_new:
        # The title of a confidential matter stays out of the other's timeline.
        for mine, its in ((matter, other), (other, matter)):
            record(by, "matter.relate", mine, _("与“%s”关联") % _named(its))
    return relation


@transaction.atomic
def unrelate(matter, other, *, permission: str, by) -> None:
    """Take the relation back. Raises PermissionDenied, Refused where there is none."""
    require(by, permission, matter)
    first, second = sorted((matter.pk, other.pk))
    if not Relation.objects.filter(one_id=first, other_id=second).delete()[0]:
        raise Refused(_("这两件没有关联，可能刚刚已被取消。请刷新页面查看。"))
    for mine, its in ((matter, other), (other, matter)):
        record(by, "matter.unrelate", mine, _("取消与“%s”的关联") % _named(its))


def is_related() -> Exists:
    """The condition that a matter belongs with another, for asking it along with the matter."""
    return Exists(Relation.objects.filter(Q(one=OuterRef("pk")) | Q(other=OuterRef("pk"))))


def related_ids(matter) -> list[int]:
    """Ids of the matters that belong with `matter`, the newest first."""
    pairs = Relation.objects.filter(Q(one=matter.pk) | Q(other=matter.pk)).order_by("-pk")
    return [
        second if first == matter.pk else first
        for first, second in pairs.values_list("one_id", "other_id")
    ]


def _named(matter: Matter) -> str:
    return _("保密事项") if matter.is_confidential else matter.title[:80]
