"""Sessions: the year's list, one session, its steps."""

from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import FORM, Words, found_for, typed
from lianxin.work.opinions import workflow
from lianxin.work.opinions.forms.boxes import ReasonForm
from lianxin.work.opinions.forms.fields import PlaceForm, Places
from lianxin.work.opinions.forms.sessions import (
    HoldForm,
    OpinionForm,
    ReportForm,
    SessionForm,
)
from lianxin.work.opinions.models import Session
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.views.stepping import room_crumb, step_page, tabs_of
from lianxin.work.voices.models import VoterMessage

MOST_ROWS = 300


@require_safe
def listing(request):
    """The sessions of a year."""
    year = _year(request)
    seen = Session.objects.visible_to(request.user).filter(on__year=year)
    rows = list(seen.for_list()[:MOST_ROWS])
    context = {
        "rows": rows,
        "year": year,
        "tabs": tabs_of(request.user, "opinions:list"),
        "keeps": bool(Places(request.user)),
    }
    return render(request, "opinions/sessions.html", context)


def _year(request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and 1990 <= int(asked) <= 2200 else localdate().year


def _session(request, pk, permission: str = "") -> Session:
    return found_for(request, Session, pk, permission, related=("body", "station"))


@require_safe
def detail(request, pk):
    """What was planned, who came, what was said and what became of it."""
    session = _session(request, pk)
    rows = list(
        session.opinions.select_related("message__lead_office").prefetch_related("message__answers")
    )
    readable = set(
        VoterMessage.objects.visible_to(request.user)
        .filter(session_opinion__session=session)
        .values_list("pk", flat=True)
    )
    today = localdate()
    keeps = may(request.user, Permission.HOLD_SESSION, session)
    context = {
        "session": session,
        "guests": list(session.guests.all()),
        "opinions": [(one, one.is_late(today), one.message_id in readable) for one in rows],
        "keeps": keeps,
        "is_due": today >= session.on,
        "open_number": sum(one.is_open for one in rows),
        "events": events_of(session).reverse()[:20] if keeps else [],
    }
    return render(request, "opinions/session.html", context)


@require_http_methods(FORM)
def new(request):
    """First where, then the plan: guests are offered for that place."""
    user, today = request.user, localdate()
    where = PlaceForm(request.GET if "where" in request.GET else None, user=user)
    if not where.is_bound or not where.is_valid():
        words = Words(
            _("安排活动"),
            _("下一步"),
            reverse("opinions:list"),
            crumbs=[room_crumb()],
            lead=_("听政日、民生茶室、民主恳谈、部门进家站点。"),
        )
        context = {"form": where, "words": words, "method": "get"}
        return render(request, "opinions/form.html", context)
    body, station = where.places.named(where.cleaned_data["where"])
    session = Session(body=body, station=station)
    form = SessionForm(typed(request), instance=session)
    return _plan(request, form, today, _("安排活动"), reverse("opinions:list"))


@require_http_methods(FORM)
def change(request, pk):
    session = _session(request, pk, Permission.HOLD_SESSION)
    form = SessionForm(typed(request), instance=session)
    return _plan(request, form, localdate(), _("修改安排"), session.get_absolute_url())


def _plan(request, form, today, heading, back):
    def act():
        session, guests = form.apply()
        return workflow.plan(session, guests=guests, by=request.user, today=today)

    where = form.instance.station or form.instance.body.short_name
    return step_page(
        request,
        form,
        act,
        words=Words(heading, _("保存"), back, lead=str(where), crumbs=[room_crumb()]),
        done=_("安排已保存。"),
        then=lambda session: session.get_absolute_url(),
    )


def _step(request, session, form, act, *, heading, button, done, is_grave=False, then=None):
    back = session.get_absolute_url()
    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            button,
            back,
            lead=str(session),
            is_grave=is_grave,
            crumbs=[room_crumb(), (str(session), back)],
        ),
        done=done,
        then=then or back,
    )


@require_http_methods(FORM)
def hold(request, pk):
    session = _session(request, pk, Permission.HOLD_SESSION)
    known = {name: getattr(session, name) for name in ("deputies", "voters", "officials")}
    form = HoldForm(typed(request), initial=known)
    return _step(
        request,
        session,
        form,
        lambda: workflow.hold(session, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("登记到会人数"),
        button=_("保存"),
        done=_("已登记。接着把意见一条一条记下来。"),
    )


@require_http_methods(FORM)
def opinion(request, pk):
    """One opinion after another: saving leads to the next empty form."""
    session = _session(request, pk, Permission.HOLD_SESSION)
    form = OpinionForm(typed(request), session=session, initial={"post_key": uuid4().hex})
    return _step(
        request,
        session,
        form,
        lambda: workflow.record_opinion(
            session, by=request.user, today=localdate(), **form.cleaned_data
        ),
        heading=_("记一条意见"),
        button=_("保存，再记一条"),
        done=_("已记下，编入选民留言。可以接着记下一条。"),
        then=request.path,
    )


@require_http_methods(FORM)
def close(request, pk):
    session = _session(request, pk, Permission.HOLD_SESSION)
    form = ReportForm(typed(request))
    return _step(
        request,
        session,
        form,
        lambda: workflow.close_session(
            session, by=request.user, today=localdate(), **form.cleaned_data
        ),
        heading=_("办结"),
        button=_("办结"),
        done=_("已办结，记入家站点台账。"),
    )


@require_http_methods(FORM)
def cancel(request, pk):
    session = _session(request, pk, Permission.HOLD_SESSION)
    form = ReasonForm(typed(request))
    return _step(
        request,
        session,
        form,
        lambda: workflow.call_off(session, by=request.user, today=localdate(), **form.cleaned_data),
        heading=_("取消活动"),
        button=_("取消这次活动"),
        done=_("已取消。"),
        is_grave=True,
    )
