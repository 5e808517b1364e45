"""公开目录: everything a body has made public; results of reports to voters, grades of bodies."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.faces.portal.disclosing import published_assessments, published_meetings, shelves_of
from lianxin.faces.portal.forms import BodyYearFilter
from lianxin.faces.portal.frame import kept
from lianxin.faces.portal.places import below, front_bodies, public_body
from lianxin.foundation.people.models import Body
from lianxin.ui.languages import public
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.appraisals.models import Meeting
from lianxin.work.assessments.publishing import public_grades

BY_DAY = Order((Key("on", read=date.fromisoformat, descending=True), Key("pk", descending=True)))
MOST_ROUNDS = 20


@public
@kept("body")
@require_safe
def index(request):
    """What anybody may read of a body's work; of all of them where several share one site."""
    if request.GET.get("body"):
        body = public_body(request.GET["body"])
    else:
        fronts = front_bodies()
        if len(fronts) != 1:
            return render(request, "portal/choose.html", {"bodies": fronts})
        body = fronts[0]
    context = {
        "body": body,
        "shelves": shelves_of(body),
        "others": below(body).exclude(pk=body.pk),
    }
    return render(request, "portal/disclosures.html", context)


@public
@require_safe
def appraisals(request):
    """述职测评结果: meetings whose counts were made public, newest first."""
    filters = BodyYearFilter(request.GET)
    found = filters.apply(Meeting.objects.public(), day="on")
    page = paginate(request, found, order=BY_DAY, rows=published_meetings())
    return render(request, "portal/appraisals.html", {"filters": filters, "page": page})


@public
@kept("body")
@require_safe
def assessments(request):
    """工作考评等次: the best grade by names, the others as numbers."""
    body = public_body(request.GET["body"]) if request.GET.get("body") else None
    bodies = list(below(body) if body else Body.objects.filter(is_active=True))
    rounds = published_assessments(bodies)[:MOST_ROUNDS]
    context = {"body": body, "rounds": [(one, public_grades(one)) for one in rounds]}
    return render(request, "portal/assessments.html", context)
