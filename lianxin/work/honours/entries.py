"""This room's tab in the duty room."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.duty import entries


def register_entries() -> None:
    entries.add_section(_("评选表彰"), "honours:list", order=90)
