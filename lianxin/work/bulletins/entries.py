"""This room's tab in the duty room; deputies and units come by their desk."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.duty import entries


def register_entries() -> None:
    entries.add_section(_("政情通报"), "bulletins:list", order=80)
