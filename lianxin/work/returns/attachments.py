"""Who may open a layout or a task's paper, and where it belongs."""

from lianxin.foundation.files import access
from lianxin.work.returns.models import Filing, Layout, Return, Task


def may_open(user, stored) -> bool:
    """A layout: who asks and who fills in. A task's paper: who reads the register."""
    if not user.is_authenticated:
        return False
    layout = Layout.objects.filter(file=stored).first()
    if layout is not None:
        seen = Filing.objects.visible_to(user).filter(asked_in=layout.asked_in_id)
        own = Return.objects.visible_to(user).filter(pk=layout.asked_in_id)
        return seen.exists() or own.exists()
    return Task.objects.visible_to(user).filter(file=stored).exists()


def place_of(stored) -> tuple[str, str] | None:
    layout = Layout.objects.filter(file=stored).select_related("asked_in").first()
    if layout is not None:
        return layout.asked_in.title, layout.asked_in.get_absolute_url()
    task = Task.objects.filter(file=stored).first()
    return (task.title, task.get_absolute_url()) if task else None


def register_access() -> None:
    access.register(may_open)
    access.register_place(place_of)
