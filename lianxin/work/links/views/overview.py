"""For those who oversee a body: how far quotas are met, of deputies and of leaders."""

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, step_page, typed
from lianxin.work.links import workflow
from lianxin.work.links.exporting import deputies_export
from lianxin.work.links.forms.linking import BodyForm, EndForm, LinkForm
from lianxin.work.links.forms.voters import ContactForm
from lianxin.work.links.models import Contact, Link, LinkedVoter
from lianxin.work.links.permissions import Permission, home_of, is_its_deputy
from lianxin.work.links.standing import deputies_standing, leaders_standing, standing_of
from lianxin.work.links.views.common import bodies_for, seat_for, tabs
from lianxin.work.links.workflow.seats import erased_on, left_by_ended

NEWEST = 30
PER_PAGE = 20


def _asked(request) -> tuple[BodyForm, Body | None]:
    """The filter, and the body it shows: the one asked for, else the account's first."""
    bodies = bodies_for(request.user)
    form = BodyForm(request.GET, bodies=bodies)
    home = request.user.home_body
    chosen = form.cleaned_data.get("body") or bodies.filter(pk=home.pk if home else 0).first()
    chosen = chosen or bodies.first()
    if chosen is not None:
        form.initial["body"] = chosen.pk
    return form, chosen


def _page_of(request, rows: list) -> Page:
    """Some of the rows; all were read, for the counts above them."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


@require_safe
def deputies(request):
    """代表联系选民: numbers alone, in stroke order, never a voter's name."""
    if exports.is_asked(request):
        return exports.answer(request, deputies_export)
    form, body = _asked(request)
    rows = deputies_standing(body, localdate()) if body else []
    context = {
        "filters": form,
        "body": body,
        "tabs": tabs(request),
        "total": len(rows),
        "met": sum(row.is_met for row in rows),
        "silent": sum(row.quarter == 0 for row in rows),
        "page": _page_of(request, [row for row in rows if not (form.only_behind and row.is_met)]),
        "export": exports.address(request),
        "left": left_by_ended([body]) if body and may(request.user, Permission.LINK, body) else [],
    }
    return render(request, "links/deputies.html", context)


@require_safe
def leaders(request):
    """领导联系代表和村: whom each keeps in touch with, and who has not this quarter."""
    form, body = _asked(request)
    rows = leaders_standing(body, localdate()) if body else []
    context = {
        "filters": form,
        "body": body,
        "tabs": tabs(request),
        "total": len(rows),
        "met": sum(row.is_met for row in rows),
        "silent": sum(not row.contacts.is_met for row in rows),
        "page": _page_of(
            request,
            [row for row in rows if not (form.only_behind and row.is_met and row.contacts.is_met)],
        ),
        "links_them": body is not None and may(request.user, Permission.LINK, body),
    }
    return render(request, "links/leaders.html", context)


@require_safe
def deputy(request, pk):
    """One deputy: quotas, the register as far as the reader may see it, the contacts."""
    seat, today, user = seat_for(request, pk), localdate(), request.user
    own = is_its_deputy(user, seat)
    keeps = may(user, Permission.REGISTER, seat)
    voters = LinkedVoter.objects.visible_to(user).on(today).filter(seat=seat)
    is_left = keeps and seat.state == Seat.State.ENDED and voters.exists()
    contacts = Contact.objects.visible_to(user).filter(seat=seat)
    context = {
        "seat": seat,
        "own": own,
        "keeps": keeps,
        "standing": standing_of(seat, home_of(seat), today),
        "voters": voters.select_related("village") if keeps else [],
        "erased_on": erased_on(seat) if is_left else None,
        "contacts": contacts.select_related("voter__village", "message")[:NEWEST],
    }
    return render(request, "links/deputy.html", context)


@require_safe
def leader(request, body, pk):
    """One leader's links at a body, with the contacts."""
    links = (
        Link.objects.visible_to(request.user)
        .filter(body=body, leader=pk)
        .select_related("body", "leader", "seat__person", "village", "station", "unit")
    )
    person = get_object_or_404(Person, pk=pk, pk__in=links.values("leader"))
    contacts = Contact.objects.visible_to(request.user).filter(link__in=links)
    rows = [
        (one, one.until is None and may(request.user, Permission.CONTACT, one)) for one in links
    ]
    context = {
        "leader": person,
        "rows": rows,
        "keeps": bool(rows) and may(request.user, Permission.LINK, rows[0][0]),
        "contacts": contacts.select_related(
            "link__seat__person", "link__village", "link__station", "link__unit"
        )[:NEWEST],
    }
    return render(request, "links/leader.html", context)


@require_http_methods(FORM)
def link_new(request):
    asked = request.GET.get("body", "")
    body = get_object_or_404(bodies_for(request.user), pk=asked if asked.isdecimal() else 0)
    require(request.user, Permission.LINK, body)
    back = f"{reverse('links:leaders')}?body={body.pk}"
    return step_page(
        request,
        LinkForm(typed(request), body=body, initial={"since": localdate()}),
        lambda **values: workflow.link(body=body, by=request.user, today=localdate(), **values),
        words=Words(
            _("安排联系（%s）") % body.short_name,
            _("保存"),
            back,
            lead=_("一次登记一名代表或者一个地方。"),
            crumbs=[(_("领导联系代表和村"), back)],
        ),
        done=_("已登记。"),
        then=back,
    )


def _link_for(request, pk) -> Link:
    related = ("body", "leader", "seat__person", "village", "station", "unit")
    return get_object_or_404(Link.objects.visible_to(request.user).select_related(*related), pk=pk)


@require_http_methods(FORM)
def link_end(request, pk):
    one = _link_for(request, pk)
    require(request.user, Permission.LINK, one)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda reason: workflow.end_link(one, reason=reason, by=request.user, today=localdate()),
        words=Words(
            _("结束联系：%s") % one,
            _("结束"),
            one.get_absolute_url(),
            lead=_("以前的联系记录都保留。"),
            crumbs=[(_("领导联系代表和村"), reverse("links:leaders"))],
            is_grave=True,
        ),
        done=_("已结束。"),
        then=one.get_absolute_url(),
    )


@require_http_methods(FORM)
def link_contact(request, pk):
    one = _link_for(request, pk)
    require(request.user, Permission.CONTACT, one)
    return step_page(
        request,
        ContactForm(typed(request), is_voter=False),
        lambda **values: workflow.keep_in_touch(
            link=one, by=request.user, today=localdate(), **values
        ),
        words=Words(
            _("记一次联系：%s") % one.whom,
            _("保存"),
            one.get_absolute_url(),
            crumbs=[(one.leader.name, one.get_absolute_url())],
        ),
        done=_("已记下。"),
        then=one.get_absolute_url(),
    )
