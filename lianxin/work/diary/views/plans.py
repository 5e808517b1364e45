"""The year plan (工作要点): written, sent, approved, carried out, summed up; the pool of topics."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.permissions import Permission as PaperPermission
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.work.diary import workflow
from lianxin.work.diary.forms import (
    ApproveForm,
    DoneForm,
    ItemForm,
    NewItemForm,
    PlanForm,
    ReasonForm,
    RemarksForm,
    SummaryForm,
    TopicForm,
)
from lianxin.work.diary.models import PlanItem, Topic, YearPlan
from lianxin.work.diary.papers import PLAN_KIND
from lianxin.work.diary.permissions import Permission
from lianxin.work.diary.queries import bodies_seen_by
from lianxin.work.diary.views.common import (
    body_asked,
    body_or_404,
    home_of,
    step_words,
    year_asked,
    year_or_404,
)

S = YearPlan.State


@require_safe
def plan(request):
    """The reader's own body's plan of this year."""
    body = body_asked(request, bodies_seen_by(request.user))
    if body is None:
        return redirect("diary:home")
    return redirect("diary:plan_of", body.code, year_asked(request))


@require_safe
def plan_of(request, code, year):
    body, year = body_or_404(request, code), year_or_404(year)
    found = YearPlan.objects.filter(body=body, year=year).first()
    writes = may(request.user, Permission.PLAN, body)
    items = list(found.items.select_related("carried_from__plan", "topic")) if found else []
    context = {
        "body": body,
        "year": year,
        "years": range(localdate().year + 1, localdate().year - 4, -1),
        "plan": found,
        "items": items,
        "done": sum(1 for one in items if one.state == PlanItem.State.DONE),
        "writes": writes,
        "drafts": writes and found is not None and found.state == S.DRAFT,
        "decides": writes and found is not None and found.state == S.SENT,
        "carries": writes and found is not None and found.state == S.ACTIVE,
        "adds": writes and found is not None and found.state != S.SUMMED,
        "topics": Topic.objects.filter(body=body, state=Topic.State.OPEN).count(),
        "prints": found is not None and may(request.user, PaperPermission.DRAFT, Paper(body=body)),
        "papers": _papers(request.user, found),
        "kind": PLAN_KIND,
        "month": localdate().month if year == localdate().year else 0,
        "today": localdate(),
        "home": home_of(body, year=year),
    }
    return render(request, "diary/plan.html", context)


def _papers(user, found: YearPlan | None):
    if found is None:
        return []
    return Paper.objects.visible_to(user).drawn_from(found).filter(kind=PLAN_KIND)


@require_http_methods(FORM)
def plan_write(request, code, year):
    """Begin the plan, or change its words."""
    body, year = body_or_404(request, code, Permission.PLAN), year_or_404(year)
    found = YearPlan.objects.filter(body=body, year=year).first()
    back = reverse("diary:plan_of", args=[body.code, year])

    def act(text):
        if found is None:
            return workflow.draft_plan(body, year=year, text=text, by=request.user)
        return workflow.change_plan(found, text=text, by=request.user)

    return step_page(
        request,
        PlanForm(typed(request), initial={"text": found.text if found else ""}),
        act,
        words=step_words(
            body,
            _("%d 年工作要点") % year,
            _("保存"),
            back,
            lead="" if found else _("保存时把上一年没有完成的事项结转过来。"),
        ),
        done=_("已保存。"),
        then=back,
    )


def _plan_for(request, code, year) -> YearPlan:
    body = body_or_404(request, code, Permission.PLAN)
    return get_object_or_404(YearPlan.objects.select_related("body"), body=body, year=year)


@require_POST
def plan_send(request, code, year):
    found = _plan_for(request, code, year)
    return press(
        request,
        lambda: workflow.send_plan(found, by=request.user, today=localdate()),
        done=_("已报批。党委批准以后，在这里登记批准日期。"),
        then=found,
    )


STEPS = {
    "approve": (
        ApproveForm,
        lambda found, by, values: workflow.approve_plan(found, by=by, today=localdate(), **values),
        _("登记批准"),
        _("已开始实施。"),
    ),
    "return": (
        RemarksForm,
        lambda found, by, values: workflow.return_plan(found, by=by, **values),
        _("退回修改"),
        _("已退回草拟。"),
    ),
    "sum-up": (
        SummaryForm,
        lambda found, by, values: workflow.sum_up(found, by=by, today=localdate(), **values),
        _("写全年总结"),
        _("已总结。没有完成的事项，写下一年计划时自动结转。"),
    ),
}


@require_http_methods(FORM)
def plan_step(request, code, year, step):
    """Approve, return or sum up the plan."""
    if step not in STEPS:
        raise Http404
    form, act, name, done = STEPS[step]
    found = _plan_for(request, code, year)
    return step_page(
        request,
        form(typed(request)),
        lambda **values: act(found, request.user, values),
        words=step_words(found.body, f"{found}：{_(name)}", _(name), found.get_absolute_url()),
        done=_(done),
        then=found,
    )


@require_http_methods(FORM)
def item_new(request, code, year):
    found = _plan_for(request, code, year)
    topics = Topic.objects.filter(body=found.body, state=Topic.State.OPEN)
    return step_page(
        request,
        NewItemForm(typed(request), topics=topics, initial={"topic": request.GET.get("topic")}),
        lambda **values: workflow.add_item(found, by=request.user, **values),
        words=step_words(found.body, _("列入计划"), _("列入"), found.get_absolute_url()),
        done=_("已列入计划。"),
        then=found,
    )


def _item_for(request, pk) -> PlanItem:
    seen = bodies_seen_by(request.user)
    item = get_object_or_404(
        PlanItem.objects.filter(plan__body__in=seen).select_related("plan__body"), pk=pk
    )
    require(request.user, Permission.PLAN, item.plan.body)
    return item


@require_http_methods(FORM)
def item_change(request, pk):
    item = _item_for(request, pk)
    initial = {"month": item.month, "words": item.words, "owner": item.owner}
    return step_page(
        request,
        ItemForm(typed(request), initial=initial),
        lambda **values: workflow.change_item(item, by=request.user, **values),
        words=step_words(item.plan.body, _("调整事项"), _("保存"), item.plan.get_absolute_url()),
        done=_("已保存。"),
        then=item.plan,
    )


@require_http_methods(FORM)
def item_done(request, pk):
    item = _item_for(request, pk)
    return step_page(
        request,
        DoneForm(typed(request)),
        lambda **values: workflow.finish_item(item, by=request.user, today=localdate(), **values),
        words=step_words(
            item.plan.body,
            _("完成：%s") % item.words,
            _("登记完成"),
            item.plan.get_absolute_url(),
        ),
        done=_("已登记，年底写进工作报告。"),
        then=item.plan,
    )


@require_http_methods(FORM)
def item_drop(request, pk):
    item = _item_for(request, pk)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.drop_item(item, reason=reason, by=request.user),
        words=step_words(
            item.plan.body,
            _("不再开展：%s") % item.words,
            _("不再开展"),
            item.plan.get_absolute_url(),
            is_grave=True,
        ),
        done=_("已登记理由。"),
        then=item.plan,
    )


@require_safe
def topics(request, code):
    """The pool of topics, newest first."""
    body = body_or_404(request, code)
    context = {
        "body": body,
        "topics": Topic.objects.filter(body=body).prefetch_related("items__plan")[:200],
        "writes": may(request.user, Permission.PLAN, body),
        "plan_url": reverse("diary:plan_of", args=[body.code, localdate().year]),
    }
    return render(request, "diary/topics.html", context)


@require_http_methods(FORM)
def topic_new(request, code):
    body = body_or_404(request, code, Permission.PLAN)
    back = reverse("diary:topics", args=[body.code])
    return step_page(
        request,
        TopicForm(typed(request)),
        lambda **values: workflow.add_topic(body, by=request.user, today=localdate(), **values),
        words=step_words(body, _("提出选题"), _("提出"), back),
        done=_("已放进选题库。"),
        then=back,
    )


@require_http_methods(FORM)
def topic_drop(request, pk):
    topic = get_object_or_404(
        Topic.objects.filter(body__in=bodies_seen_by(request.user)).select_related("body"), pk=pk
    )
    require(request.user, Permission.PLAN, topic.body)
    back = reverse("diary:topics", args=[topic.body.code])
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.drop_topic(topic, reason=reason, by=request.user),
        words=step_words(topic.body, _("不列入：%s") % topic.words, _("不列入"), back),
        done=_("已登记理由。"),
        then=back,
    )
