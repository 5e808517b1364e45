"""An ended seat's voters: all links ended, or all handed over, in one step."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.stepping import FORM, step_page, typed
from lianxin.work.links import workflow
from lianxin.work.links.forms.linking import EndForm, SuccessorForm
from lianxin.work.links.permissions import Permission
from lianxin.work.links.views.common import seat_for, step_words
from lianxin.work.links.workflow.seats import erased_on, successors


def _ended_seat(request, pk) -> Seat:
    seat = seat_for(request, pk)
    require(request.user, Permission.REGISTER, seat)
    return get_object_or_404(
        Seat.objects.select_related("person", "body", "group__body", "term"),
        pk=seat.pk,
        state=Seat.State.ENDED,
    )


def _open(seat: Seat) -> int:
    return seat.linked_voters.filter(until__isnull=True).count()


@require_http_methods(FORM)
def end_all(request, pk):
    seat = _ended_seat(request, pk)
    return step_page(
        request,
        EndForm(typed(request)),
        lambda reason: workflow.end_all(seat, reason=reason, by=request.user, today=localdate()),
        words=step_words(
            request,
            seat,
            _("结束%s的全部联系") % seat.person.name,
            _("全部结束"),
            lead=_(
                "%(number)d 名选民的个人资料立即删除，联系次数保留。不办的，%(day)s 起自动删除。"
            )
            % {"number": _open(seat), "day": f"{erased_on(seat):%Y-%m-%d}"},
            is_grave=True,
        ),
        done=lambda number: _("已结束 %d 条联系，个人资料已删除。") % number,
        then=reverse("links:deputy", args=[seat.pk]),
    )


@require_http_methods(FORM)
def hand_over(request, pk):
    seat = _ended_seat(request, pk)
    return step_page(
        request,
        SuccessorForm(typed(request), seats=successors(seat)),
        lambda to: workflow.hand_over(seat, to=to, by=request.user, today=localdate()),
        words=step_words(
            request,
            seat,
            _("移交%s联系的选民") % seat.person.name,
            _("移交"),
            lead=_(
                "%d 名选民一次移交。资料仍然只有新的联系代表本人看得到，工作人员查看要写事由。"
                "请告知选民今后由谁联系；不同意的，结束那一条联系。"
            )
            % _open(seat),
        ),
        done=lambda number: _("已移交 %d 名选民，原来的登记已清空。") % number,
        then=reverse("links:deputy", args=[seat.pk]),
    )
