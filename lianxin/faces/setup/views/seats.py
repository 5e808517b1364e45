"""What happens to a seat (代表资格): each step a page that says what it means and rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianxin.faces.setup.forms.deputies import (
    ChangeSeatForm,
    EndForm,
    GroundForm,
    MoveGroupForm,
    SuspendForm,
)
from lianxin.faces.setup.sight import bodies_read_by, choose
from lianxin.foundation.people import workflow
from lianxin.foundation.people.models import Body, Seat
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.stepping import FORM, Words, step_page


@dataclass(frozen=True)
class Step:
    """One step: its words, its form, and the function of the workflow that takes it."""

    heading: Any
    lead: Any
    button: Any
    done: Any
    form: Callable[[Any, Seat], BaseForm]
    act: Callable[..., Any]
    is_grave: bool = False


def _ground(data, seat) -> BaseForm:
    return GroundForm(data, initial={"on": localdate()})


def _suspension(data, seat) -> BaseForm:
    return SuspendForm(data, grounds=workflow.Suspension.choices, initial={"on": localdate()})


def _details(data, seat) -> BaseForm:
    initial = {name: getattr(seat, name) for name in ChangeSeatForm.base_fields}
    return ChangeSeatForm(data, seat=seat, initial=initial)


STEPS: dict[str, Step] = {
    "confirm": Step(
        _("确认代表资格"),
        _("根据代表资格审查委员会的报告，由县级人大常委会或者乡镇人大主席团确认并公布。"),
        _("确认资格"),
        _("资格已确认。"),
        _ground,
        workflow.confirm_seat,
    ),
    "suspend": Step(
        _("暂停执行代表职务"),
        _("只有下面两种法定情形；行政拘留等不在其内。情形消失以后要恢复。"),
        _("暂停执行职务"),
        _("已登记暂停执行代表职务。"),
        _suspension,
        workflow.suspend_seat,
        is_grave=True,
    ),
    "resume": Step(
        _("恢复执行代表职务"),
        _("暂停的情形在任期内消失，恢复执行代表职务；资格已经终止的除外。"),
        _("恢复执行职务"),
        _("已恢复执行代表职务。"),
        _ground,
        workflow.resume_seat,
    ),
    "end": Step(
        _("代表资格终止"),
        "",
        _("终止资格"),
        _("已登记。"),
        lambda data, seat: EndForm(data, initial={"on": localdate()}),
        workflow.end_seat,
        is_grave=True,
    ),
    "announce": Step(
        _("公告代表资格终止"),
        _("乡镇人大代表资格终止，由本级人民代表大会予以公告；主席团不能代替。日期填大会公告之日。"),
        _("登记公告"),
        _("已登记公告，代表资格终止。"),
        _ground,
        workflow.announce_end,
        is_grave=True,
    ),
    "group": Step(
        _("编入代表小组"),
        _("一位代表在一级只编入一个小组。县人大代表也可以编入所住乡镇的小组。"),
        _("保存"),
        _("小组已保存。"),
        lambda data, seat: MoveGroupForm(data, seat=seat, initial={"group": seat.group_id}),
        workflow.move_group,
    ),
    "edit": Step(
        _("更正代表资格资料"),
        _("只更正登记错了的选区、代表团、证号和任职日；资格的变动请用另外的办理。"),
        _("保存"),
        _("已保存。"),
        _details,
        workflow.change_seat,
    ),
}

END_LEADS = {
    Body.Kind.COUNTY: _(
        "由代表资格审查委员会报告常委会，常委会予以公告。日期填公告之日，登记以后资格即终止。"
    ),
    Body.Kind.TOWNSHIP: _(
        "由代表资格审查委员会报告本级人民代表大会，大会予以公告。闭会期间先登记为“待公告”，"
        "大会公告以后再登记公告。日期填情形发生之日。"
    ),
}


@require_http_methods(FORM)
def seat_step(request, pk, step):
    seat = _seat(request, pk)
    require(request.user, Permission.MANAGE_PEOPLE, seat)
    taken = STEPS[step]
    here = reverse("setup:person", args=[seat.person_id])
    lead = taken.lead or END_LEADS.get(Body.Kind(seat.body.kind), "")
    notes = [
        gettext("%(name)s · %(body)s%(term)s · 现在的状态：%(state)s")
        % {
            "name": seat.person.name,
            "body": seat.body.short_name,
            "term": seat.term,
            "state": seat.get_state_display(),
        }
    ]
    return step_page(
        request,
        taken.form(request.POST or None, seat),
        lambda **typed: _take(taken, seat, request.user, typed),
        words=Words(
            taken.heading,
            lead=lead,
            button=taken.button,
            back=here,
            crumbs=[(_("代表名册"), reverse("setup:deputies")), (seat.person.name, here)],
            notes=notes,
            is_grave=taken.is_grave,
        ),
        done=taken.done,
        then=here,
    )


def _take(taken: Step, seat: Seat, by, typed: dict[str, Any]) -> Any:
    if taken.act is workflow.move_group:
        return workflow.move_group(seat, typed["group"], by=by)
    return taken.act(seat, by=by, **typed)


def _seat(request, pk) -> Seat:
    bodies = bodies_read_by(request.user)
    choose(bodies, request.user, None)
    mine = Seat.objects.filter(body__in=bodies)
    return get_object_or_404(mine.select_related("person", "body", "term", "group"), pk=pk)
