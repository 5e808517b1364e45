"""What every page of one step does: check what was typed, take the step, show the refusal."""

from collections.abc import Sequence
from functools import partial

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.foundation import stepping
from lianxin.foundation.people.permissions import require

step_page = partial(stepping.form_page, template="appraisals/form.html")


def found_for(request, model, pk, permission: str = "", *, related: Sequence[str] = ()):
    """The record, if it exists for the reader; 403 without `permission` on it."""
    row = get_object_or_404(model.objects.visible_to(request.user).select_related(*related), pk=pk)
    if permission:
        require(request.user, permission, row)
    return row


def room_crumb() -> tuple[str, str]:
    return (_("述职测评"), reverse("appraisals:list"))
