"""This room's tab in the duty room; leaders come by their desk."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.duty import entries


def register_entries() -> None:
    entries.add_section(_("代表小组"), "groups:list", order=70)
