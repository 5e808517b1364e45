"""Where: what the pages of rules and of the roster ask first."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.work.receptions.forms.planning import place_of, places_planned


def list_crumb():
    return (_("接待"), reverse("receptions:list"))


def planned_or_403(user) -> list[tuple[str, str]]:
    """Places whose roster `user` keeps; PermissionDenied for anyone else."""
    places = places_planned(user)
    if not places:
        raise PermissionDenied(_("排班由人大办工作人员、站点人员办理，您的账号没有这项权限。"))
    return places


def chosen_place(request, places):
    """The place named in the address; the only one where there is one; None to ask."""
    value = request.GET.get("place", "")
    if not value and len(places) == 1:
        value = places[0][0]
    if not value:
        return None
    if value not in dict(places):
        raise Http404
    return place_of(value)


def ask_place(request, places, heading):
    """The first question: where."""
    context = {"places": places, "heading": heading}
    return render(request, "receptions/place.html", context)
