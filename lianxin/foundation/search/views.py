"""搜索: one box over everything a reader may see."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.foundation.search.forms import NarrowingForm, kind_asked
from lianxin.foundation.search.pages import results, tabs


@require_safe
def search(request):
    """What answers `q`, by kind, narrowed by year, body and status."""
    kind = kind_asked(request.GET.get("kind", ""))
    form = NarrowingForm(request.GET, user=request.user)
    narrowed = form.chosen()
    context = results(request, kinds=[kind] if kind else None, **narrowed)
    if context["typed"]:
        context["tabs"] = tabs(request, context["found"], kind)
    context |= {"form": form, "kind": kind, "is_narrowed": any(narrowed.values())}
    return render(request, "search/search.html", context)
