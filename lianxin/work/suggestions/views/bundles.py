"""The page of a suggestion's archive bundle: what is missing, make it, those made before."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.following import missing_papers
from lianxin.foundation.papers.models import Bundle
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.stepping import REFUSED, words_of
from lianxin.work.suggestions.papers.bundle import FINISHED, ask_for_bundle, bundles_of
from lianxin.work.suggestions.views.clerking import step_methods, suggestion_or_404


@step_methods
def bundle(request, pk):
    """归档卷: a large one is made behind the pages."""
    suggestion = suggestion_or_404(request, pk)
    require(request.user, Permission.CLOSE, suggestion)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            made = ask_for_bundle(suggestion, by=request.user, today=localdate())
        except Refused as error:
            refusal, status = words_of(error), REFUSED
        else:
            if isinstance(made, Bundle):
                messages.success(request, _("归档卷已做好，共 %s 页。") % made.pages)
                return redirect("suggestions:bundle", pk=suggestion.pk)
            messages.info(request, _("材料较多，正在后台制作。做好后在这一页下载。"))
            return redirect("tasks:job", made.pk)
    context = {
        "suggestion": suggestion,
        "is_finished": suggestion.status in FINISHED,
        "missing": missing_papers(suggestion),
        "bundles": list(bundles_of(suggestion)[:20]),
        "refusal": refusal,
    }
    return render(request, "suggestions/clerk/bundle.html", context, status=status)
