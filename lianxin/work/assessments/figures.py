"""Points awarded in settled assessments (T47), each opening to the items and their proof."""

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.figures.catalogue import Figure, Row, Scope, register
from lianxin.work.assessments.models import Mark

ROOM = _("工作考评")


def marks(scope: Scope):
    """Marks of rounds settled whose year ends within the days."""
    found = Mark.objects.settled().filter(
        sheet__body__in=scope.bodies(),
        sheet__round__until__range=(scope.since, scope.until),
    )
    if scope.user is not None:
        found = found.visible_to(scope.user)
    return found.select_related("item", "sheet__body", "sheet__round__scheme").order_by(
        "sheet__round__year", "sheet__body__path", "item__order", "pk"
    )


def _awarded(found) -> int:
    return found.order_by().aggregate(sum=Sum("awarded"))["sum"] or 0


def _points(found) -> int:
    return found.order_by().aggregate(sum=Sum("item__points"))["sum"] or 0


def _row(one: Mark) -> Row:
    return Row(
        one.item.name,
        one.sheet.get_absolute_url(),
        one.sheet.round.settled_on,
        one.sheet.body.short_name,
        one.awarded or 0,
        one.proof,
    )


def _row_of_points(one: Mark) -> Row:
    return Row(
        one.item.name,
        one.sheet.get_absolute_url(),
        one.sheet.round.settled_on,
        one.sheet.body.short_name,
        one.item.points or 0,
    )


def register_figures() -> None:
    register(
        Figure(
            "assessments.awarded",
            _("考评得分"),
            _("分"),
            _("已评定的年度考评各项得分之和，考评期在所选日期内结束"),
            room=ROOM,
            records=marks,
            measure=_awarded,
            row=_row,
            statistic="T47",
        ),
        Figure(
            "assessments.points",
            _("考评应得分"),
            _("分"),
            _("已评定的年度考评中适用于本单位的各项分值之和；街道不考的项不计"),
            room=ROOM,
            records=marks,
            measure=_points,
            row=_row_of_points,
        ),
        Figure(
            "assessments.rate",
            _("考评得分率"),
            "%",
            _("得分除以应得分"),
            room=ROOM,
            numerator="assessments.awarded",
            denominator="assessments.points",
            statistic="T47",
        ),
    )
