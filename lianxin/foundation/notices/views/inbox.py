"""What I was told, newest first."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from lianxin.foundation.notices import workflow
from lianxin.foundation.notices.kinds import KINDS, name_of
from lianxin.foundation.notices.models import Notice
from lianxin.foundation.notices.queries import unread_count
from lianxin.ui.paging import paginate


@require_safe
def notice_list(request):
    """The inbox; `?unread=1` shows what has not been read."""
    only_unread = request.GET.get("unread") == "1"
    own = Notice.objects.of(request.user)
    page = paginate(request, own.unread() if only_unread else own)
    rows = [
        {
            "notice": notice,
            "kind": name_of(notice.kind),
            "is_urgent": notice.kind in KINDS and KINDS[notice.kind].is_urgent,
        }
        for notice in page
    ]
    return render(
        request,
        "notices/list.html",
        {
            "page": page,
            "rows": rows,
            "only_unread": only_unread,
            "unread": unread_count(request.user),
            "newest": max((row["notice"].pk for row in rows), default=0),
        },
    )


@require_safe
def open_notice(request, pk):
    """Mark it read and go to the one step to take; messages outside lead here."""
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    if request.method == "GET":
        workflow.read([notice.pk], by=request.user)
    return redirect(notice.url)


@require_POST
def mark_read(request, pk):
    notice = get_object_or_404(Notice.objects.of(request.user), pk=pk)
    workflow.read([notice.pk], by=request.user)
    return redirect("notices:list")


@require_POST
def mark_all_read(request):
    """Mark read what the page showed and what is older."""
    given = request.POST.get("up_to", "")
    up_to = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
    number = workflow.read_all(by=request.user, up_to=up_to)
    if number:
        messages.success(
            request,
            ngettext("已将 %s 条通知标为已读。", "已将 %s 条通知标为已读。", number) % number,
        )
    else:
        messages.info(request, _("没有未读的通知。"))
    return redirect("notices:list")
