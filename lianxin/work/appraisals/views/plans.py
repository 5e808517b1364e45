"""The year's plan: who has reported, who not yet; batches and meetings."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.models import CLERKS, Body
from lianxin.foundation.people.permissions import may
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import FORM, Words, found_for, press, typed
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.adding import share
from lianxin.work.appraisals.forms.fields import body_chosen
from lianxin.work.appraisals.forms.plans import BatchForm, SeatsForm
from lianxin.work.appraisals.models import Batch, Meeting, Subject
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.queries import coverage_of, sees_plans
from lianxin.work.appraisals.views.stepping import room_crumb, step_page

MOST_ROWS = 60


def _body_shown(request) -> Body:
    """The body asked for, of those one sees; else the one worked for."""
    grants = [grant.body for grant in request.user.current_grants]
    asked = request.GET.get("body", "")
    if asked.isdecimal():
        for one in grants:
            found = Body.objects.within(one).filter(pk=asked).first()
            if found is not None:
                return found
        raise Http404
    home = request.user.home_body
    if home is None:
        raise Http404
    return home


@require_safe
def listing(request):
    """Coverage of the term, batches, meetings; a deputy is taken to the own reports."""
    if not sees_plans(request.user):
        raise Http404
    body, today = _body_shown(request), localdate()
    coverage = coverage_of(body, today)
    batches = Batch.objects.visible_to(request.user).filter(body=body).for_list()[:MOST_ROWS]
    meetings = Meeting.objects.visible_to(request.user).filter(body=body).for_list()[:MOST_ROWS]
    context = {
        "body": body,
        "others": Body.objects.filter(parent=body).order_by("path") if body.is_county else [],
        "coverage": coverage,
        "percent": share(coverage.done, coverage.total),
        "proposed": workflow.proposed_share(body, year=today.year, today=today)
        if coverage.waiting
        else 0,
        "year": today.year,
        "batches": batches,
        "meetings": meetings,
        "plans": request.user.has_role(*CLERKS, body=body),
        "today": today,
    }
    return render(request, "appraisals/list.html", context)


@require_http_methods(FORM)
def batch_new(request):
    body, today = body_chosen(request), localdate()
    if body is None:
        raise PermissionDenied(_("述职计划由本级人大工作人员安排。"))
    form = BatchForm(typed(request), body=body, year=today.year, today=today)

    def act():
        given = form.cleaned_data
        return workflow.open_batch(
            body,
            year=today.year,
            name=given["name"],
            due_on=given["due_on"],
            seats=list(given["seats"]),
            by=request.user,
            today=today,
        )

    number = workflow.proposed_share(body, year=today.year, today=today)
    return step_page(
        request,
        form,
        act,
        words=Words(
            _("安排一批代表述职"),
            _("保存"),
            reverse("appraisals:list"),
            lead=_(
                "%(body)s，%(year)d年。本届还没有述职的代表平均到剩下的年份，今年至少 %(number)d 人。"
            )
            % {"body": body.short_name, "year": today.year, "number": number},
            crumbs=[room_crumb()],
        ),
        done=_("已保存。代表在工作台上可以起草述职报告。"),
        then=lambda batch: batch.get_absolute_url(),
        bodies=bodies_clerked_by(request.user),
        body=body,
    )


@require_safe
def batch(request, pk):
    found = found_for(request, Batch, pk, related=("body",))
    context = {
        "batch": found,
        "subjects": found.subjects.for_list().order_by("seat__person__stroke_key", "pk"),
        "plans": may(request.user, Permission.PLAN, found),
    }
    return render(request, "appraisals/batch.html", context)


@require_http_methods(FORM)
def batch_add(request, pk):
    found = found_for(request, Batch, pk, Permission.PLAN, related=("body",))
    today = localdate()
    form = SeatsForm(typed(request), body=found.body, year=found.year, today=today)
    return step_page(
        request,
        form,
        lambda: workflow.put_in(
            found, list(form.cleaned_data["seats"]), by=request.user, today=today
        ),
        words=Words(
            _("增加述职代表"),
            _("列入"),
            found.get_absolute_url(),
            lead=str(found),
            crumbs=[room_crumb(), (str(found), found.get_absolute_url())],
        ),
        done=_("已列入。"),
        then=found.get_absolute_url(),
    )


@require_POST
def take_out(request, pk):
    found = found_for(request, Subject, pk, Permission.PLAN, related=("body", "batch"))
    back = found.batch or reverse("appraisals:list")
    return press(
        request, lambda: workflow.take_out(found, by=request.user), done=_("已去掉。"), then=back
    )
