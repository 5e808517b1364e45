"""What every page of this room shares: its form, its way back to the top."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation import stepping

step_page = partial(stepping.form_page, template="appraisals/form.html")


def room_crumb() -> tuple[str, str]:
    return (_("述职测评"), reverse("appraisals:list"))
