"""Where this room is found: beside the pages on duty, for who assesses and who is assessed."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.assessments.queries import works_here
from lianxin.work.duty import entries


def register_entries() -> None:
    entries.add_section(_("工作考评"), "assessments:list", shown_to=works_here, order=120)
