"""法规库: the laws on the shelf, their articles, and a search in them alone."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lianxin.foundation.laws.models import Law
from lianxin.foundation.search.pages import results


@login_not_required
@require_safe
def law_list(request):
    """All laws by place and level; with `q`, the articles that answer."""
    context = results(request, kinds=["law"])
    if not context["typed"]:
        laws = Law.objects.only("slug", "title", "short", "level", "place", "version", "status")
        national = [law for law in laws if not law.place]
        local = groupby((law for law in laws if law.place), key=lambda law: law.place)
        context |= {
            "national": sorted(national, key=_rank),
            "local": [(place, list(some)) for place, some in local],
        }
    return render(request, "laws/list.html", context)


@login_not_required
@require_safe
def law_detail(request, slug):
    """One law, article by article; each has an address of its own."""
    law = get_object_or_404(Law, slug=slug)
    articles = list(law.articles.all())
    headings: list[str] = []
    chapters = []
    for article in articles:
        # A heading stands above the first article it holds.
        above = article.headings.split("\n") if article.headings else []
        same = 0
        while same < min(len(above), len(headings)) and above[same] == headings[same]:
            same += 1
        article.above = [(level, words) for level, words in enumerate(above) if level >= same]
        chapters += [(article.anchor, words) for level, words in article.above if level == 0]
        headings = above
    context = {"law": law, "articles": articles, "chapters": chapters}
    return render(request, "laws/detail.html", context)


def _rank(law: Law) -> tuple[int, str]:
    """The constitution first, then laws, then regulations; each by name."""
    order = ["宪法", "法律", "有关法律问题的决定"]
    return order.index(law.level) if law.level in order else len(order), law.slug
