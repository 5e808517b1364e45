"""Stations: who staffs them, whether they have stars."""

from django.utils.translation import gettext_lazy as _

from lianxin.foundation.rulebook.keys.key import key
from lianxin.foundation.rulebook.values import Kind

STATIONS = (
    key(
        "station.staff_head",
        Kind.NUMBER,
        _("每站站长人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    key(
        "station.staff_deputy_head",
        Kind.NUMBER,
        _("每站副站长人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    key(
        "station.staff_liaison",
        Kind.NUMBER,
        _("每站联络员人数"),
        _("家站点人员、缺额提示"),
        unit="person",
    ),
    key("station.stars_enabled", Kind.FLAG, _("评定星级联络站"), _("家站点星级")),
)
