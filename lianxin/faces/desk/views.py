"""工作台: what one owes today."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from lianxin.faces.desk.duties import desk_of


@require_safe
def home(request):
    """The few things to do today, then figures that open their lists."""
    only = request.GET.get("only", "")
    today = localdate()
    desk = desk_of(request.user, today, only=only)
    return render(request, "desk/home.html", {"desk": desk, "today": today, "only": only})
