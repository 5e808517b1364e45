"""设置: where to begin, and what is still missing."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from lianxin.faces.setup.checklist import checklist, lines
from lianxin.faces.setup.sight import bodies_kept_by, choose, only_reads


@require_safe
def home(request):
    """The checklist of one body, and for a county those below it in numbers."""
    if only_reads(request.user):
        return redirect("setup:deputies")
    body, bodies = choose(bodies_kept_by(request.user), request.user, request.GET.get("body"))
    items = checklist(body, request.user)
    below = [one for one in bodies if one.parent_id == body.pk and one.is_active]
    context = {
        "body": body,
        "bodies": bodies,
        "items": items,
        "total": sum(not item.is_needless for item in items),
        "ready": sum(item.is_done and not item.is_needless for item in items),
        "lines": lines(below),
    }
    return render(request, "setup/home.html", context)
