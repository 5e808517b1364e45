"""The network's pages: the list, one station, and the steps of its clerk and its staff."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, step_page, typed
from lianxin.ui.paging import Key, Order, paginate
from lianxin.work.stations import workflow
from lianxin.work.stations.exporting import bodies_seen, stations_export
from lianxin.work.stations.forms import (
    AppointForm,
    AttachForm,
    CloseForm,
    EndForm,
    FilterForm,
    IntroduceForm,
    StationForm,
)
from lianxin.work.stations.forms.checks import PledgeForm
from lianxin.work.stations.models import Attachment, Staff, Station
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.queries import for_list
from lianxin.work.stations.staffing import staffing, staffing_of, vacancies, wanted_at_each
from lianxin.work.stations.today import waiting_at
from lianxin.work.stations.views.common import station_words
from lianxin.work.stations.views.stepping import station_for
from lianxin.work.stations.workflow.checks import STARS_ENABLED

BY_PLACE = Order(
    (Key("body__path", read=str), Key("kind", read=str), Key("name", read=str), Key("pk"))
)


@require_safe
def station_list(request):
    """All stations the reader may see, narrowed by the filter in the address."""
    if exports.is_asked(request):
        return exports.answer(request, stations_export)
    today = localdate()
    filters = FilterForm(request.GET, bodies=bodies_seen(request.user))
    found = filters.apply(Station.objects.visible_to(request.user))
    page = paginate(request, found, order=BY_PLACE, rows=for_list(Station.objects.all()))
    wanted = wanted_at_each({station.body for station in page}, today)
    rows = [
        (station, vacancies(staffing(station.staff_now, wanted[station.body_id, station.kind])))
        for station in page
    ]
    context = {
        "filters": filters,
        "page": page,
        "rows": rows,
        "bodies": bodies_clerked_by(request.user),
        "export": exports.address(request),
        "clear": reverse("stations:list"),
    }
    return render(request, "stations/list.html", context)


@require_safe
def station_detail(request, pk):
    """One station with everything around it, and the steps the reader may take."""
    station, today, user = station_for(request, pk), localdate(), request.user
    keeps = may(user, Permission.KEEP, station) and station.closed_on is None
    context = {
        "station": station,
        "posts": staffing_of(station, today),
        "deputies": station.attached.on(today).select_related("seat__person", "seat__body"),
        "villages": station.villages.order_by("name"),
        "waiting": waiting_at([station], user, today)[station.pk],
        "keeps": keeps,
        "works": station.closed_on is None and may(user, Permission.PRINT, station),
        "year": today.year,
        "shows_stars": bool(rule(STARS_ENABLED, station.body).value),
        "introduces": station.closed_on is None and may(user, Permission.INTRODUCE, station),
        "events": events_of(station).reverse()[:30],
    }
    return render(request, "stations/detail.html", context)


@require_http_methods(FORM)
def station_new(request):
    body = get_object_or_404(
        Body, code=request.GET.get("body", ""), pk__in=bodies_clerked_by(request.user)
    )
    require(request.user, Permission.KEEP, body)
    back = reverse("stations:list")
    return step_page(
        request,
        StationForm(typed(request), body=body),
        lambda name, **values: workflow.open_station(name, body=body, by=request.user, **values),
        words=Words(
            _("设立家站点（%(body)s）") % {"body": body.short_name},
            _("登记"),
            back,
            lead=_("先登记地点和覆盖的村（社区），再登记站长、联络员和进站代表。"),
            crumbs=[(_("家站点"), back)],
        ),
        done=_("已登记。下一步请登记站长、副站长和联络员。"),
        then=lambda station: station.get_absolute_url(),
    )


@require_http_methods(FORM)
def station_edit(request, pk):
    station = station_for(request, pk, Permission.KEEP)
    initial = {name: getattr(station, name) for name in StationForm.Meta.fields}
    initial["villages"] = station.villages.values_list("pk", flat=True)
    return step_page(
        request,
        StationForm(
            typed(request), instance=Station(pk=station.pk), initial=initial, body=station.body
        ),
        lambda **values: workflow.change_station(station, by=request.user, **values),
        words=station_words(station, _("更正资料"), _("保存")),
        done=_("资料已保存。"),
        then=station.get_absolute_url(),
    )


@require_http_methods(FORM)
def station_introduce(request, pk):
    station = station_for(request, pk, Permission.INTRODUCE)
    return step_page(
        request,
        IntroduceForm(
            typed(request),
            initial={name: getattr(station, name) for name in IntroduceForm.Meta.fields},
        ),
        lambda **values: workflow.introduce(station, by=request.user, **values),
        words=station_words(
            station,
            _("更新开放时间和简介"),
            _("保存"),
            lead=_("公开页面和上墙公示都读这里，改一处就够。"),
        ),
        done=_("已保存。墙上的公示如已过时，系统会提示重新打印。"),
        then=station.get_absolute_url(),
    )


@require_http_methods(FORM)
def station_close(request, pk):
    station = station_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        CloseForm(typed(request), initial={"on": localdate()}),
        lambda on, reason: workflow.close_station(station, by=request.user, on=on, reason=reason),
        words=station_words(
            station,
            _("撤销家站点"),
            _("撤销"),
            lead=_("撤销后不再公开、不再接收留言，人员和代表同日离站；以前的记录都保留。"),
            is_grave=True,
        ),
        done=_("已撤销，以前的记录仍然查得到。"),
        then=station.get_absolute_url(),
    )


@require_http_methods(FORM)
def staff_new(request, pk):
    station = station_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        AppointForm(
            typed(request), body=station.body, initial={"post": request.GET.get("post", "")}
        ),
        lambda **values: workflow.appoint(station, by=request.user, **values),
        words=station_words(station, _("登记站点人员"), _("登记")),
        done=_("已登记。"),
        then=station.get_absolute_url(),
    )


@require_http_methods(FORM)
def staff_end(request, pk):
    seen = Station.objects.visible_to(request.user)
    staff = get_object_or_404(
        Staff.objects.filter(station__in=seen).select_related("station__body"), pk=pk
    )
    require(request.user, Permission.KEEP, staff.station)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda until: workflow.end_post(staff, by=request.user, until=until),
        words=station_words(
            staff.station,
            _("%(name)s离任") % {"name": staff.name},
            _("登记离任"),
            lead=_("最后一天过后，他的账号不再看到本站。"),
            is_grave=True,
        ),
        done=_("已登记离任。"),
        then=staff.station.get_absolute_url(),
    )


@require_http_methods(FORM)
def deputy_new(request, pk):
    station = station_for(request, pk, Permission.KEEP)
    return step_page(
        request,
        AttachForm(typed(request), station=station),
        lambda seat, since: workflow.attach_deputy(station, seat, by=request.user, since=since),
        words=station_words(station, _("代表进站"), _("登记进站")),
        done=_("已登记进站。"),
        then=station.get_absolute_url(),
    )


@require_http_methods(FORM)
def pledge(request, pk):
    """A deputy's own promise, for the wall; the deputy or the station's people write it down."""
    seen = Station.objects.visible_to(request.user)
    attached = get_object_or_404(
        Attachment.objects.filter(station__in=seen, until__isnull=True).select_related(
            "station__body", "seat__person"
        ),
        pk=pk,
    )
    require(request.user, Permission.PLEDGE, attached)
    return step_page(
        request,
        PledgeForm(typed(request), initial={"text": attached.pledge}),
        lambda text: workflow.pledge(attached, text, by=request.user),
        words=station_words(
            attached.station,
            _("%(name)s代表的履职承诺") % {"name": attached.seat.person.name},
            _("保存"),
        ),
        done=_("已保存。"),
        then=attached.station.get_absolute_url(),
    )


@require_http_methods(FORM)
def deputy_end(request, pk):
    seen = Station.objects.visible_to(request.user)
    attached = get_object_or_404(
        Attachment.objects.filter(station__in=seen).select_related("station__body", "seat__person"),
        pk=pk,
    )
    require(request.user, Permission.KEEP, attached.station)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda until: workflow.detach_deputy(attached, by=request.user, until=until),
        words=station_words(
            attached.station,
            _("%(name)s代表离站") % {"name": attached.seat.person.name},
            _("登记离站"),
            is_grave=True,
        ),
        done=_("已登记离站。"),
        then=attached.station.get_absolute_url(),
    )
