"""Where this room is found: inside the pages on deputies' duty."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.appraisals.queries import sees_plans
from lianxin.work.duty import entries


def register_entries() -> None:
    entries.add_section(_("述职测评"), "appraisals:list", shown_to=sees_plans)
