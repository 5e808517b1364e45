"""代表小组 and 主席团: who belongs where, and since when."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.faces.setup.exporting import groups_export, presidium_export
from lianxin.faces.setup.forms.groups import (
    GroupForm,
    JoinForm,
    LeaveForm,
    MembersForm,
    people_near,
)
from lianxin.faces.setup.sight import bodies_read_by, bodies_staffed_by, choose
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import Body, Group, PresidiumMembership, Seat
from lianxin.foundation.people.permissions import Permission, may
from lianxin.foundation.people.queries import in_order
from lianxin.foundation.refusals import Refused
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, UNFIT, Words, step_page, words_of

LIVE = Q(seats__state__in=Seat.LIVE)
FEWEST = 3
"""Deputies below which a group can hardly do its work; a hint, no rule."""


@require_safe
def group_list(request):
    if exports.is_asked(request):
        return exports.answer(request, groups_export)
    body, bodies = choose(bodies_read_by(request.user), request.user, request.GET.get("body"))
    groups = (
        Group.objects.filter(body=body)
        .select_related("leader")
        .annotate(members=Count("seats", filter=LIVE))
        .order_by("name", "pk")
    )
    context = {
        "body": body,
        "bodies": bodies,
        "groups": groups,
        "export": exports.address(request),
        "loose": _loose(body).count(),
        "fewest": FEWEST,
        "may_keep": may(request.user, Permission.MANAGE_PEOPLE, body),
    }
    return render(request, "setup/groups/list.html", context)


@require_http_methods(FORM)
def group_new(request):
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    return step_page(
        request,
        GroupForm(request.POST or None, people=people_near(body)),
        lambda **typed: workflow.form_group(body=body, by=request.user, **typed),
        words=_words(
            body,
            _("成立代表小组（%(body)s）") % {"body": body.short_name},
            _("成立"),
            lead=_("闭会期间，代表活动以小组为基本形式（代表法第二十六条、第三十七条）。"),
        ),
        done=_("小组已成立。下一步把代表编入小组。"),
        then=lambda group: reverse("setup:group", args=[group.pk]),
    )


@require_safe
def group_detail(request, pk):
    return _show(request, _group(request, pk))


@require_http_methods(FORM)
def group_edit(request, pk):
    group = get_object_or_404(
        Group.objects.filter(body__in=_staffed(request)).select_related("body__parent", "leader"),
        pk=pk,
    )
    here = reverse("setup:group", args=[group.pk])
    form = GroupForm(
        request.POST or None,
        people=people_near(group.body),
        initial={"name": group.name, "leader": group.leader_id},
    )
    return step_page(
        request,
        form,
        lambda **typed: workflow.change_group(group, by=request.user, **typed),
        words=_words(group.body, _("更正代表小组"), _("保存"), back=here),
        done=_("小组已保存。"),
        then=here,
    )


@require_POST
def group_add(request, pk):
    """Put the chosen deputies into the group, all of them or none."""
    group = get_object_or_404(
        Group.objects.filter(body__in=_staffed(request)).select_related("body__parent", "leader"),
        pk=pk,
    )
    form = MembersForm(request.POST, seats=_loose(group.body))
    if form.is_valid():
        chosen = form.cleaned_data["seats"]
        try:
            with transaction.atomic():
                for seat in chosen:
                    workflow.move_group(seat, group, by=request.user)
        except Refused as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("已编入 %(count)d 位代表。") % {"count": len(chosen)})
            return redirect("setup:group", pk=group.pk)
    return _show(request, group, form=form, status=UNFIT)


def _show(request, group: Group, *, form=None, status=200):
    may_keep = may(request.user, Permission.MANAGE_PEOPLE, group)
    # A street's groups are filled by the county, whose deputies they are.
    may_fill = may(request.user, Permission.MANAGE_PEOPLE, _congress(group.body))
    members = Seat.objects.live().filter(group=group).select_related("person", "body", "district")
    if may_fill and form is None:
        loose = _loose(group.body)
        form = MembersForm(seats=loose, initial={"seats": loose.filter(person=group.leader_id)})
    context = {
        "group": group,
        "body": group.body,
        "members": in_order(members, through="person__"),
        "form": form if form and form.fields["seats"].queryset.exists() else None,
        "may_keep": may_keep,
        "may_move": may_fill,
    }
    return render(request, "setup/groups/detail.html", context, status=status)


@require_safe
def presidium(request):
    if exports.is_asked(request):
        return exports.answer(request, presidium_export)
    body, bodies = choose(bodies_read_by(request.user), request.user, request.GET.get("body"))
    members = list(
        PresidiumMembership.objects.filter(body=body)
        .select_related("person")
        .order_by("person__stroke_key", "started_on", "pk")
    )
    posts = list(PresidiumMembership.Post)
    sitting = [one for one in members if one.ended_on is None]
    sitting.sort(key=lambda one: posts.index(PresidiumMembership.Post(one.post)))
    left = [one for one in members if one.ended_on is not None]
    left.sort(key=lambda one: one.ended_on or one.started_on, reverse=True)
    context = {
        "body": body,
        "bodies": bodies,
        "sitting": sitting,
        "left": left,
        "export": exports.address(request),
        "may_keep": may(request.user, Permission.MANAGE_PEOPLE, body),
    }
    return render(request, "setup/presidium/list.html", context)


@require_http_methods(FORM)
def presidium_join(request):
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    back = reverse("setup:presidium", query={"body": body.code})
    return step_page(
        request,
        JoinForm(request.POST or None, people=people_near(body), initial={"on": localdate()}),
        lambda **typed: workflow.join_presidium(body=body, by=request.user, **typed),
        words=Words(
            _("登记任职（%(body)s）") % {"body": body.short_name},
            lead=_(
                "乡镇人大主席、副主席由本级代表中选出（地方组织法第十八条）；只能从在任代表里选。"
            )
            if not body.is_street
            else _("街道人大工委的组成人员，从县级人大代表里选。"),
            button=_("登记"),
            back=back,
            crumbs=[(_("主席团"), back)],
        ),
        done=_("已登记任职。审议议案、签发等权限，请在账号页面授予相应角色。"),
        then=back,
    )


@require_http_methods(FORM)
def presidium_leave(request, pk):
    mine = PresidiumMembership.objects.filter(body__in=_staffed(request))
    membership = get_object_or_404(mine.select_related("person", "body"), pk=pk)
    back = reverse("setup:presidium", query={"body": membership.body.code})
    return step_page(
        request,
        LeaveForm(request.POST or None, initial={"on": localdate()}),
        lambda **typed: workflow.leave_presidium(membership, by=request.user, **typed),
        words=Words(
            _("%(name)s离任") % {"name": membership.person.name},
            lead=_("任职的起止都保留。账号上的角色，请另到账号页面停止。"),
            button=_("登记离任"),
            back=back,
            crumbs=[(_("主席团"), back)],
            is_grave=True,
        ),
        done=_("已登记离任。"),
        then=back,
    )


def _staffed(request):
    bodies = bodies_staffed_by(request.user)
    choose(bodies, request.user, None)
    return bodies


def _group(request, pk) -> Group:
    bodies = bodies_read_by(request.user)
    choose(bodies, request.user, None)
    groups = Group.objects.filter(body__in=bodies).select_related("body__parent", "leader")
    return get_object_or_404(groups, pk=pk)


def _loose(body: Body):
    """Deputies without a group who may belong to one of `body`; at a street the county's."""
    seats = Seat.objects.in_office().filter(body=_congress(body), group__isnull=True)
    return in_order(seats.select_related("person", "body"), through="person__")


def _congress(body: Body) -> Body:
    """The body whose deputies belong to the groups of `body`."""
    return body.parent if body.is_street and body.parent else body


def _words(body: Body, heading: str, button: str, *, lead: str = "", back: str = "") -> Words:
    groups = reverse("setup:groups", query={"body": body.code})
    return Words(
        heading,
        lead=lead,
        button=button,
        back=back or groups,
        crumbs=[(_("代表小组"), groups)],
    )
