"""Who may open the proof of an assessment, and where it belongs."""

from lianxin.foundation.files import access
from lianxin.work.assessments.models import Extra, Mark, MarkFile


def may_open(user, stored) -> bool:
    """Whoever sees the sheet: the body itself and the county; never the public."""
    if not user.is_authenticated:
        return False
    if Extra.objects.visible_to(user).filter(file=stored).exists():
        return True
    marks = MarkFile.objects.filter(file=stored).values("mark")
    return Mark.objects.visible_to(user).filter(pk__in=marks).exists()


def place_of(stored) -> tuple[str, str] | None:
    found = MarkFile.objects.filter(file=stored).select_related("mark__sheet__body").first()
    extra = Extra.objects.filter(file=stored).select_related("sheet__body").first()
    sheet = found.mark.sheet if found else extra.sheet if extra else None
    if sheet is None:
        return None
    return str(sheet), sheet.get_absolute_url()


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
