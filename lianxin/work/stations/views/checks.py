"""A station's checks and stars: what is demanded, what shows it, and what is missing."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.storing import prepare
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.work.stations import workflow
from lianxin.work.stations.checking import check
from lianxin.work.stations.forms.checks import EvidenceForm, ReasonForm
from lianxin.work.stations.models import (
    ChecklistItem,
    ChecklistTemplate,
    Evidence,
    StarGrant,
    Station,
)
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.views.common import station_words, year_asked, year_or_404, years_of
from lianxin.work.stations.views.stepping import station_for
from lianxin.work.stations.workflow.checks import STARS_ENABLED


@require_safe
def checks(request, pk):
    """Every list in use, item by item; printable as the gap list."""
    station, year = station_for(request, pk), year_asked(request)
    context = {
        "station": station,
        "year": year,
        "years": years_of(station),
        "results": check(station, year),
        "proves": station.closed_on is None and may(request.user, Permission.PROVE, station),
        "sets": may(request.user, Permission.SET_LISTS, station.body),
        "today": localdate(),
    }
    return render(request, "stations/checks.html", context)


@require_http_methods(FORM)
def evidence_new(request, pk, item, year):
    station = station_for(request, pk, Permission.PROVE)
    year = year_or_404(year)
    wanted = get_object_or_404(
        ChecklistItem.objects.filter(
            template__in=ChecklistTemplate.objects.for_body(station.body)
        ).select_related("template"),
        pk=item,
    )
    page = "stations:stars" if wanted.template.use == "stars" else "stations:checks"
    back = reverse(page, args=[station.pk], query={"year": year})
    return step_page(
        request,
        EvidenceForm(typed(request), request.FILES or None),
        # Looked at and cleaned before the step's transaction opens.
        lambda upload, note: workflow.put_in(
            station, wanted, prepare(upload), year=year, by=request.user, note=note
        ),
        words=station_words(
            station,
            _("%(year)s 年：%(item)s") % {"year": year, "item": wanted.words},
            _("添加"),
            lead=_("拍一张照片或者传一份文件，证明这一项达标。"),
            back=back,
        ),
        done=_("材料已添加。"),
        then=back,
    )


@require_POST
def evidence_out(request, pk):
    seen = Station.objects.visible_to(request.user)
    evidence = get_object_or_404(
        Evidence.objects.filter(station__in=seen).select_related(
            "station__body", "item__template", "file"
        ),
        pk=pk,
    )
    page = "stations:stars" if evidence.item.template.use == "stars" else "stations:checks"
    back = reverse(page, args=[evidence.station_id], query={"year": evidence.year})
    return press(
        request,
        lambda: workflow.take_back(evidence, by=request.user),
        done=_("材料已撤下。"),
        then=back,
    )


@require_safe
def stars(request, pk):
    """The score as it stands, each line with what it was computed from; and what was granted."""
    station, year = station_for(request, pk), year_asked(request)
    enabled = bool(rule(STARS_ENABLED, station.body).value)
    granted = station.star_grants.filter(year=year, withdrawn_on__isnull=True).first()
    results = check(station, year, use=ChecklistTemplate.Use.STARS) if enabled else []
    is_open = station.closed_on is None
    context = {
        "station": station,
        "year": year,
        "years": years_of(station),
        "enabled": enabled,
        "result": next(iter(results), None),
        "granted": granted,
        "grants": station.star_grants.select_related("granted_by"),
        "may_grant": is_open and enabled and may(request.user, Permission.GRANT_STARS, station),
        "proves": is_open and may(request.user, Permission.PROVE, station),
        "sets": may(request.user, Permission.SET_LISTS, station.body),
    }
    return render(request, "stations/stars.html", context)


@require_POST
def stars_grant(request, pk, year):
    station = station_for(request, pk, Permission.GRANT_STARS)
    year = year_or_404(year)
    return press(
        request,
        lambda: workflow.grant_stars(station, year=year, by=request.user, today=localdate()),
        done=_("已评定，得分按今天的记录留存。"),
        then=reverse("stations:stars", args=[station.pk], query={"year": year}),
    )


@require_http_methods(FORM)
def stars_withdraw(request, pk):
    seen = Station.objects.visible_to(request.user)
    grant = get_object_or_404(
        StarGrant.objects.filter(station__in=seen).select_related("station__body"), pk=pk
    )
    require(request.user, Permission.GRANT_STARS, grant.station)
    back = reverse("stations:stars", args=[grant.station_id], query={"year": grant.year})
    if grant.withdrawn_on is not None and request.method != "POST":
        return redirect(back)
    return step_page(
        request,
        ReasonForm(typed(request)),
        lambda reason: workflow.withdraw_stars(
            grant, reason=reason, by=request.user, today=localdate()
        ),
        words=station_words(
            grant.station,
            _("取消 %(year)s 年度星级") % {"year": grant.year},
            _("取消星级"),
            back=back,
            is_grave=True,
        ),
        done=_("已取消。"),
        then=back,
    )
