"""All groups of a body with their year; one group with its year; forming."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Body, Group
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.duty.entries import sections_for
from lianxin.work.groups import workflow
from lianxin.work.groups.counting import recorded, warnings_of, years_of
from lianxin.work.groups.forms import GroupForm, ViceForm
from lianxin.work.groups.models import Formation, GroupPlan, Letter, Summary, ViceLeader
from lianxin.work.groups.papers import papers_of
from lianxin.work.groups.permissions import Permission
from lianxin.work.groups.queries import groups_led, groups_seen, with_people, without_group
from lianxin.work.groups.workflow.forming import MEMBERS

FIRST_YEAR = 2000
MOST = 200


def year_asked(request) -> int:
    today, asked = localdate(), request.GET.get("year", "")
    fits = asked.isdecimal() and FIRST_YEAR <= int(asked) <= today.year + 1
    return int(asked) if fits else today.year


def group_for(request, pk: int) -> Group:
    """A group, or a 404 for whom it does not exist."""
    groups = groups_seen(request.user).select_related("body", "leader")
    return get_object_or_404(groups, pk=pk)


@require_safe
def group_list(request):
    """Groups by body and name; what each lacks is said, no order by number is made."""
    today, year = localdate(), year_asked(request)
    seen = groups_seen(request.user)
    shown = Body.objects.filter(pk__in=seen.order_by().values("body")).order_by("path")
    kept = [body for body in _bodies_of(request.user) if may(request.user, Permission.FORM, body)]
    bodies = list(shown | Body.objects.filter(pk__in=[one.pk for one in kept]))
    asked = request.GET.get("body", "")
    body = next((one for one in bodies if str(one.pk) == asked), None)
    home = request.user.home_body
    body = body or next((one for one in bodies if home and one.pk == home.pk), None)
    body = body or (bodies[0] if bodies else None)
    groups = list(with_people(seen.filter(body=body)).order_by("pk")[:MOST])
    years = years_of(groups, year, today)
    plans = dict(
        GroupPlan.objects.filter(year=year, group__in=groups).values_list("group", "sent_on")
    )
    summaries = dict(
        Summary.objects.filter(year=year, group__in=groups).values_list("group", "sent_on")
    )
    least = int(rule(MEMBERS, body, today).value or 0) if body else 0
    forms = body is not None and may(request.user, Permission.FORM, body)
    only = request.GET.get("only", "")
    if only == "silent":
        now = (today.month + 2) // 3 - 1
        groups = [one for one in groups if not years[one.pk].quarters[now].held]
    alone = without_group(body, today)[:MOST] if body is not None and forms else []
    context = {
        "only": only,
        "page": alone if only == "alone" else groups,
        "sections": sections_for(request.user, "groups:list"),
        "bodies": bodies,
        "body": body,
        "year": year,
        "years": range(today.year, max(today.year - 4, FIRST_YEAR), -1),
        "rows": [
            (
                one,
                years[one.pk],
                warnings_of(one, least),
                _state(plans, one),
                _state(summaries, one),
            )
            for one in groups
        ],
        "due": sum(one.due is not None for one in years.values()),
        "missed": sum(bool(one.missed) for one in years.values()),
        "alone": alone,
        "forms": forms,
    }
    return render(request, "groups/list.html", context)


def _bodies_of(user):
    return {grant.body for grant in user.current_grants}


def _state(sent: dict, group: Group) -> str:
    if group.pk not in sent:
        return _("没有")
    return _("已报送") if sent[group.pk] else _("起草中")


@require_safe
def mine(request):
    """The leader's own: straight to the only group, a choice among several."""
    groups = list(groups_led(request.user).order_by("body__path", "name"))
    if len(groups) == 1:
        return redirect("groups:detail", groups[0].pk)
    return render(request, "groups/mine.html", {"groups": groups})


@require_safe
def detail(request, pk):
    return _show(request, group_for(request, pk), year_asked(request))


@require_safe
def year(request, pk, year):
    if not FIRST_YEAR <= year <= localdate().year + 1:
        raise Http404
    return _show(request, group_for(request, pk), year)


def _show(request, group: Group, year: int):
    """One group: who is in it, its quarters, its plan against what was done, its papers."""
    today, user = localdate(), request.user
    whole = with_people(Group.objects.filter(pk=group.pk)).get()
    plan = GroupPlan.objects.filter(group=group, year=year).first()
    letter = Letter.objects.filter(group=group, year=year).first()
    summary = Summary.objects.filter(group=group, year=year).first()
    leads = may(user, Permission.LEAD, group)
    activities = recorded([group], today.replace(year, 1, 1), today.replace(year, 12, 31))
    context = {
        "group": whole,
        "formation": Formation.objects.filter(group=group).first(),
        "warnings": warnings_of(whole, int(rule(MEMBERS, group.body, today).value or 0)),
        "year": year,
        "years": range(today.year + 1, max(today.year - 4, FIRST_YEAR), -1),
        "counted": years_of([group], year, today)[group.pk],
        "activities": activities.order_by("on", "pk"),
        "plan": plan,
        "items": plan.items.select_related("activity") if plan else [],
        "letter": letter,
        "summary": summary,
        "papers": [
            *papers_of(user, plan),
            *papers_of(user, letter),
            *papers_of(user, summary),
        ],
        "leads": leads,
        "forms": may(user, Permission.FORM, group),
        "agrees": may(user, Permission.AGREE, group),
        "events": events_of(group).reverse()[:20] if leads else [],
    }
    return render(request, "groups/detail.html", context)


def crumbs(group: Group) -> list:
    return [
        (_("代表小组"), reverse("groups:list")),
        (group.name, reverse("groups:detail", args=[group.pk])),
    ]


@require_http_methods(FORM)
def group_new(request):
    asked, today = request.GET.get("body", ""), localdate()
    body = get_object_or_404(Body, pk=asked if asked.isdecimal() else 0)
    require(request.user, Permission.FORM, body)
    back = f"{reverse('groups:list')}?body={body.pk}"
    return step_page(
        request,
        GroupForm(typed(request), body=body, today=today),
        lambda name, **values: workflow.form(
            name, body=body, by=request.user, today=today, **values
        ),
        words=Words(
            _("编组（%s）") % body.short_name,
            _("编组"),
            back,
            lead=_("三名以上代表可以组成代表小组（代表法第三十七条，地方组织法第四十三条）。"),
            crumbs=[(_("代表小组"), back)],
        ),
        done=_("已编组。下一步请确定副组长，由组长写年度计划。"),
        then=lambda group: reverse("groups:detail", args=[group.pk]),
    )


@require_http_methods(FORM)
def vice_new(request, pk):
    group = group_for(request, pk)
    require(request.user, Permission.FORM, group)
    back = reverse("groups:detail", args=[group.pk])
    return step_page(
        request,
        ViceForm(typed(request), group=group),
        lambda person: workflow.name_vice(group, person, by=request.user, today=localdate()),
        words=Words(_("确定副组长"), _("保存"), back, crumbs=crumbs(group)),
        done=_("已确定。"),
        then=back,
    )


@require_POST
def vice_end(request, pk):
    vice = get_object_or_404(
        ViceLeader.objects.filter(group__in=groups_seen(request.user)).select_related(
            "group__body", "person"
        ),
        pk=pk,
    )
    return press(
        request,
        lambda: workflow.end_vice(vice, by=request.user, today=localdate()),
        done=_("已免去副组长。"),
        then=reverse("groups:detail", args=[vice.group_id]),
    )
