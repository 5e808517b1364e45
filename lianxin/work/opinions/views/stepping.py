"""What every page of this room shares: its form, its way back to the top."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.ui.menu import Entry

step_page = partial(stepping.form_page, template="opinions/form.html")


def tabs_of(user, current: str) -> list[Entry]:
    """The four lists of this room; cards only for those who see a body's."""
    from lianxin.work.opinions.queries import sees_rounds

    names = [
        ("opinions:list", _("听政日、茶室、恳谈")),
        ("opinions:boxes", _("意见箱")),
        ("opinions:surveys", _("问卷调查")),
    ]
    if sees_rounds(user):
        names.append(("opinions:rounds", _("征求意见卡")))
    return [
        Entry(label, reverse(name), is_current=name == current, count=None) for name, label in names
    ]


def room_crumb(name: str = "opinions:list", label: str = "") -> tuple[str, str]:
    return (label or _("征求意见"), reverse(name))
