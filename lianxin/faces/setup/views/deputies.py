"""代表名册: the list, one person's page, and the roster on paper and as a table."""

from io import BytesIO

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.faces.setup.exporting import roster_export
from lianxin.faces.setup.forms.deputies import (
    NewDeputyForm,
    PersonForm,
    RosterFilterForm,
    SeatForm,
)
from lianxin.faces.setup.imports import export_records
from lianxin.faces.setup.rosters import (
    ORDERS,
    events_of_person,
    printed_roster,
    rows,
    with_seats,
)
from lianxin.faces.setup.sight import (
    bodies_read_by,
    bodies_staffed_by,
    choose,
    people_in_sight,
    seats_in_sight,
)
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people import workflow
from lianxin.foundation.people.authority import may_manage
from lianxin.foundation.people.models import Body, Person, Seat
from lianxin.foundation.people.permissions import Permission, may, require
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, step_page
from lianxin.ui.paging import paginate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DETAILS = tuple(PersonForm.base_fields)


@require_safe
def roster(request):
    if exports.is_asked(request):
        return exports.answer(request, roster_export)
    asked = request.GET.get("body")
    code = None if asked == "all" else asked
    body, bodies = choose(bodies_read_by(request.user), request.user, code)
    filters = RosterFilterForm(request.GET, body=body, bodies=bodies)
    page = paginate(
        request,
        filters.apply(),
        order=ORDERS.get(filters.chosen_order, ORDERS["stroke"]),
        rows=with_seats(Person.objects.all()),
    )
    context = {
        "body": body,
        "filters": filters,
        "page": page,
        "export": exports.address(request),
        "rows": rows(page, bodies),
        "may_keep": may(request.user, Permission.MANAGE_PEOPLE, body),
        "clear": reverse("setup:deputies", query={"body": body.code}),
    }
    return render(request, "setup/deputies/list.html", context)


@require_safe
def printed(request):
    """The official list of one body's sitting deputies: no telephone numbers."""
    body, _bodies = choose(bodies_read_by(request.user), request.user, request.GET.get("body"))
    if body.is_street:
        raise Http404(_("街道没有本级代表。"))
    term = body.terms.order_by("-number").first()
    order = "pinyin" if request.GET.get("order") == "pinyin" else "stroke"
    context = {
        "body": body,
        "term": term,
        "order": order,
        "seats": list(printed_roster(body, term, order)),
        "today": localdate(),
    }
    return render(request, "setup/deputies/print.html", context)


@require_safe
def export(request):
    """The roster of one body as a spreadsheet; leaves a trace, for it holds personal data."""
    body, _bodies = choose(bodies_staffed_by(request.user), request.user, request.GET.get("body"))
    return spreadsheet(request, "deputies", body, _("代表名册"))


def spreadsheet(request, kind: str, body: Body, title: str) -> HttpResponse:
    """An export as a download, with its event in the ledger."""
    buffer = BytesIO()
    count = export_records(kind, buffer, body=body, by=request.user)
    if request.method == "GET":
        with transaction.atomic():
            record(
                request.user,
                f"export.{kind}",
                body,
                _("导出%(title)s，%(count)d 行") % {"title": title, "count": count},
            )
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    name = f"{body.short_name}{title}{localdate():%Y%m%d}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def person(request, pk):
    found = _person(request, pk)
    bodies = list(bodies_read_by(request.user))
    own = {body.pk for body in bodies}
    # Above the reader's bodies the seat is public knowledge, what befell it is not.
    seats = seats_in_sight(list(found.seats.all()), bodies)
    mine = [seat for seat in seats if seat.body_id in own]
    may_edit = may(request.user, Permission.EDIT_PERSON, found)
    account = getattr(found, "account", None)
    context = {
        "person": found,
        "phone": found.phone if may_edit else found.masked_phone,
        "seats": [
            {
                "seat": seat,
                "changes": list(seat.changes.all()) if seat.body_id in own else [],
                "steps": _steps(request.user, seat),
            }
            for seat in seats
        ],
        "posts": [
            post
            for post in found.presidium_memberships.select_related("body")
            if post.body_id in own
        ],
        "may_edit": may_edit,
        "account": account,
        "may_open_account": account is not None and may_manage(request.user, account),
        "may_seat": _bodies_to_sit_in(request.user).exists(),
        "events": events_of_person(found, mine)[:30] if may_edit else [],
    }
    return render(request, "setup/deputies/person.html", context)


@require_http_methods(FORM)
def person_edit(request, pk):
    found = _person(request, pk)
    require(request.user, Permission.EDIT_PERSON, found)
    here = reverse("setup:person", args=[found.pk])
    account = getattr(found, "account", None)
    return step_page(
        request,
        PersonForm(request.POST or None, initial={name: getattr(found, name) for name in DETAILS}),
        lambda **typed: workflow.change_person(found, by=request.user, **typed),
        words=Words(
            _("更正资料：%(name)s") % {"name": found.name},
            lead=_("改动记入账本，可以查到改了什么、谁改的。"),
            button=_("保存"),
            back=here,
            crumbs=_crumbs(found),
            notes=[_("这里改的是联系电话。登录用的手机号，请在账号页面改动。")] if account else [],
        ),
        done=_("资料已保存。"),
        then=here,
    )


@require_http_methods(FORM)
def deputy_new(request):
    """Enter a deputy: a new person, or one the county knows with one more seat."""
    code = request.GET.get("body")
    body, _bodies = choose(_bodies_to_sit_in(request.user), request.user, code)
    if not body.terms.exists():
        messages.warning(request, _("代表归在届里，请先登记本届。"))
        return redirect("setup:terms", pk=body.pk)
    known: list[Person] = []
    if request.method == "POST":
        known = workflow.namesakes(request.POST.get("name", ""), body)
    form = NewDeputyForm(
        request.POST or None,
        body=body,
        known=known,
        initial={"term": body.terms.order_by("-number").first()},
    )
    back = reverse("setup:deputies", query={"body": body.code})
    return step_page(
        request,
        form,
        lambda **typed: _enter(request.user, body, known, **typed),
        words=Words(
            _("登记%(body)s代表") % {"body": body.short_name},
            lead=_("逐人登记，适合补选和零星补录。人数多的，请用导入。"),
            button=_("登记"),
            back=back,
            crumbs=[(_("代表名册"), back)],
        ),
        done=_("已登记。"),
        then=lambda seat: reverse("setup:person", args=[seat.person_id]),
    )


@transaction.atomic
def _enter(by, body: Body, known: list[Person], *, same: str = "new", **typed) -> Seat:
    details = {name: typed.pop(name) for name in DETAILS}
    chosen = next((one for one in known if str(one.pk) == same), None)
    if chosen is None:
        chosen = workflow.enter_person(body=body, by=by, **details)
    return workflow.seat_deputy(chosen, body=body, by=by, **typed)


@require_http_methods(FORM)
def seat_new(request, pk):
    """One more seat for someone known: another level, another term, a return."""
    found = _person(request, pk)
    bodies = _bodies_to_sit_in(request.user)
    body, choices = choose(bodies, request.user, request.GET.get("body"))
    here = reverse("setup:person", args=[found.pk])
    return step_page(
        request,
        SeatForm(
            request.POST or None,
            body=body,
            initial={"term": body.terms.order_by("-number").first()},
        ),
        lambda **typed: workflow.seat_deputy(found, body=body, by=request.user, **typed),
        words=Words(
            _("给%(name)s登记一个代表资格") % {"name": found.name},
            lead=_(
                "同一个人在不同层级任代表，或者离任以后又当选，都在这里增加；以前的任期照样保留。"
            ),
            button=_("登记"),
            back=here,
            crumbs=_crumbs(found),
        ),
        done=_("代表资格已登记。"),
        then=here,
        template="setup/deputies/seat_new.html",
        context={"body": body, "bodies": choices},
    )


def _bodies_to_sit_in(account):
    """Bodies with a congress, whose deputies `account` keeps."""
    return bodies_staffed_by(account).exclude(kind=Body.Kind.STREET)


def _person(request, pk) -> Person:
    bodies = bodies_read_by(request.user)
    choose(bodies, request.user, None)
    found = with_seats(people_in_sight(bodies).select_related("account", "county"))
    return get_object_or_404(found.prefetch_related("seats__changes"), pk=pk)


def _crumbs(found: Person) -> list[tuple[str, str]]:
    return [
        (_("代表名册"), reverse("setup:deputies")),
        (found.name, reverse("setup:person", args=[found.pk])),
    ]


STEPS = {
    Seat.State.ELECTED: ("confirm", "group", "edit", "end"),
    Seat.State.IN_OFFICE: ("group", "edit", "suspend", "end"),
    Seat.State.SUSPENDED: ("resume", "group", "edit", "end"),
    Seat.State.ENDING: ("announce",),
    Seat.State.ENDED: (),
}
"""Which steps the page of a person offers; the workflow refuses the others too."""


def _steps(account, seat: Seat) -> tuple[str, ...]:
    if not may(account, Permission.MANAGE_PEOPLE, seat):
        return ()
    return STEPS[Seat.State(seat.state)]
