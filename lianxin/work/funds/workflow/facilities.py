"""The register of rooms and equipment (S-110)."""

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.funds.models import Facility
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.workflow.common import LARGEST, checked, note

FIELDS = ("kind", "name", "number", "cost", "bought_on", "place", "state", "note")


@transaction.atomic
def save_facility(facility: Facility, *, by) -> Facility:
    """Keep a new or changed entry. Raises Refused for a place of another body, or no date."""
    require(by, Permission.KEEP, facility)
    facility.name = facility.name.strip()
    for part in (facility.station, facility.group):
        if part is not None and part.body_id != facility.body_id:
            raise Refused(_("所选站点或者小组不属于本级。请重新选择。"))
    if facility.cost > LARGEST:
        raise Refused(_("金额太大了，请检查是否多打了几位。"))
    checked(facility)
    row = Facility.objects.select_for_update(of=("self",)).filter(pk=facility.pk).first()
    before = _kept(row) if row else None
    if row is not None:
        require(by, Permission.KEEP, row)
    facility.save()
    words = _("登记投入：%s") if row is None else _("修改投入：%s")
    note(by, "facility", facility, words % facility.name, before=before, after=_kept(facility))
    return facility


@transaction.atomic
def drop_facility(facility: Facility, *, by) -> None:
    """Take away an entry made by mistake; what is worn out is 已停用 instead."""
    require(by, Permission.KEEP, facility)
    note(by, "drop_facility", facility, _("删去：%s") % facility.name, before=_kept(facility))
    facility.delete()


def _kept(facility: Facility) -> dict:
    return {name: str(getattr(facility, name) or "") for name in FIELDS}
