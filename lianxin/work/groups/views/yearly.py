"""A group's plan, letter and summary of a year."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.groups import workflow
from lianxin.work.groups.drafting import draft_letter, draft_summary
from lianxin.work.groups.forms import LinkForm, PlanForm, ReasonForm, TextForm
from lianxin.work.groups.models import GroupPlan, Letter, PlanItem, Summary
from lianxin.work.groups.permissions import Permission
from lianxin.work.groups.queries import groups_seen
from lianxin.work.groups.views.overview import FIRST_YEAR, crumbs, group_for


def _group_and_year(request, pk: int, year: int, permission: str):
    if not FIRST_YEAR <= year <= localdate().year + 1:
        raise Http404
    group = group_for(request, pk)
    require(request.user, permission, group)
    return group, reverse("groups:year", args=[group.pk, year])


def _one(request, model, pk: int, year: int):
    """The plan, letter or summary of a year that exists for the reader."""
    groups = groups_seen(request.user)
    found = model.objects.filter(group__in=groups).select_related("group__body", "group__leader")
    return get_object_or_404(found, group=pk, year=year)


@require_http_methods(FORM)
def plan_write(request, pk, year):
    group, back = _group_and_year(request, pk, year, Permission.LEAD)
    plan = GroupPlan.objects.filter(group=group, year=year).first()
    items = plan.items.all() if plan else []
    form = PlanForm(
        typed(request),
        initial={
            "text": plan.text if plan else "",
            "items": "\n".join(f"{one.month}月 {one.words}" for one in items),
        },
    )
    return step_page(
        request,
        form,
        lambda **values: workflow.write_plan(group, year=year, by=request.user, **values),
        words=Words(
            _("%(group)s %(year)s 年度计划") % {"group": group.name, "year": year},
            _("保存"),
            back,
            crumbs=crumbs(group),
        ),
        done=_("计划已保存。确定以后请报送。"),
        then=back,
    )


@require_POST
def plan_send(request, pk, year):
    plan = _one(request, GroupPlan, pk, year)
    return press(
        request,
        lambda: workflow.send_plan(plan, by=request.user, today=localdate()),
        done=_("计划已报送。"),
        then=plan,
    )


@require_http_methods(FORM)
def plan_back(request, pk, year):
    plan = _one(request, GroupPlan, pk, year)
    require(request.user, Permission.AGREE, plan.group)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.take_plan_back(plan, reason=reason, by=request.user),
        words=Words(_("退回计划"), _("退回"), plan.get_absolute_url(), crumbs=crumbs(plan.group)),
        done=_("已退回，小组可以修改后再报送。"),
        then=plan,
    )


@require_http_methods(FORM)
def item_link(request, pk):
    item = get_object_or_404(
        PlanItem.objects.filter(plan__group__in=groups_seen(request.user)).select_related(
            "plan__group__body"
        ),
        pk=pk,
    )
    require(request.user, Permission.LEAD, item.plan.group)
    return step_page(
        request,
        LinkForm(typed(request), item=item),
        lambda activity: workflow.link_item(item, activity, by=request.user),
        words=Words(
            _("%(month)s月：%(words)s") % {"month": item.month, "words": item.words},
            _("保存"),
            item.plan.get_absolute_url(),
            lead=_("选上是哪一次活动做的，计划就算完成。"),
            crumbs=crumbs(item.plan.group),
        ),
        done=_("已保存。"),
        then=item.plan.get_absolute_url(),
    )


@require_http_methods(FORM)
def summary_write(request, pk, year):
    """The draft is counted from records; it can be made anew until the summary is sent."""
    group, back = _group_and_year(request, pk, year, Permission.LEAD)
    summary = Summary.objects.filter(group=group, year=year).first()
    fresh = summary is None or "fresh" in request.GET
    text = summary.text if summary and not fresh else draft_summary(group, year, localdate())
    return step_page(
        request,
        TextForm(typed(request), initial={"text": text}),
        lambda text: workflow.write_summary(group, year=year, text=text, by=request.user),
        words=Words(
            _("%(group)s %(year)s 年度总结") % {"group": group.name, "year": year},
            _("保存"),
            back,
            lead=_("初稿里的次数、人次、条数都由记录算出，可以修改文字。")
            if fresh
            else _("这是上次保存的稿子。要按最新记录重新生成，请在小组页上点“重新生成”。"),
            crumbs=crumbs(group),
        ),
        done=_("总结已保存。"),
        then=back,
    )


@require_POST
def summary_send(request, pk, year):
    summary = _one(request, Summary, pk, year)
    return press(
        request,
        lambda: workflow.send_summary(summary, by=request.user, today=localdate()),
        done=_("总结已报送。"),
        then=summary,
    )


@require_http_methods(FORM)
def letter_write(request, pk, year):
    group, back = _group_and_year(request, pk, year, Permission.AGREE)
    letter = Letter.objects.filter(group=group, year=year).first()
    text = letter.text if letter else draft_letter(group, year, localdate())
    return step_page(
        request,
        TextForm(typed(request), initial={"text": text}),
        lambda text: workflow.write_letter(group, year=year, text=text, by=request.user),
        words=Words(
            _("%(group)s %(year)s 年目标管理责任书") % {"group": group.name, "year": year},
            _("保存"),
            back,
            lead=_("一行一项目标。保存以后可以生成公文，打印签字。"),
            crumbs=crumbs(group),
        ),
        done=_("责任书已保存。"),
        then=back,
    )


@require_POST
def letter_sign(request, pk, year):
    letter = _one(request, Letter, pk, year)
    return press(
        request,
        lambda: workflow.sign_letter(letter, by=request.user, today=localdate()),
        done=_("已登记签订。"),
        then=letter,
    )
