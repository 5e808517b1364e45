"""What left the house, for those who keep accounts: masked, with reasons and a second try."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.notices import workflow
from lianxin.foundation.notices.forms import LogFilter
from lianxin.foundation.notices.models import Delivery
from lianxin.foundation.notices.queries import deliveries_seen_by
from lianxin.foundation.people.queries import manages_accounts
from lianxin.foundation.stepping import press
from lianxin.ui.paging import paginate


@require_safe
def log(request):
    """发送记录."""
    _need_keeper(request.user)
    filters = LogFilter(request.GET)
    page = paginate(request, filters.apply(deliveries_seen_by(request.user)))
    return render(
        request,
        "notices/log.html",
        {"filters": filters, "page": page, "failed": Delivery.State.FAILED},
    )


@require_POST
def send_again(request, pk):
    _need_keeper(request.user)
    delivery = get_object_or_404(deliveries_seen_by(request.user), pk=pk)
    return press(
        request,
        lambda: workflow.send_again(delivery, by=request.user),
        done=_("已放回待发送，一分钟内再发。"),
        then="notices:log",
    )


def _need_keeper(account) -> None:
    if not manages_accounts(account):
        raise PermissionDenied(_("发送记录由人大工作人员和系统管理员查看。"))
