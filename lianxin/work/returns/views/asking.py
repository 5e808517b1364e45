"""The county's side: the list, one return, its lines, its layout, the sums."""

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import Body
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.ui.paging import paginate
from lianxin.work.returns import exporting, workflow
from lianxin.work.returns.computing import figure_of, labels_of, roll_up
from lianxin.work.returns.forms import AskForm, CopyForm, LayoutForm, ReturnForm
from lianxin.work.returns.models import Filing, Return
from lianxin.work.returns.permissions import Permission
from lianxin.work.returns.views.common import bodies_kept, return_for, step_words

ZIP = "application/zip"


@require_safe
def listing(request):
    """What one's bodies have to send, and what they asked of others."""
    today = localdate()
    own = bodies_kept(request.user)
    filings = (
        Filing.objects.filter(body__in=own)
        .select_related("asked_in__body", "body")
        .order_by("-asked_in__due_on", "-pk")[:50]
    )
    asked = Return.objects.visible_to(request.user).annotate(
        asked_of=Count("filings"), sent=Count("filings", filter=Q(filings__version__gt=0))
    )
    page = paginate(request, Return.objects.visible_to(request.user), rows=asked)
    context = {
        "filings": [(one, one.is_late(today)) for one in filings],
        "page": page,
        "today": today,
        "asking": [body for body in own if body.children.exists()],
    }
    return render(request, "returns/list.html", context)


@require_http_methods(FORM)
def new(request):
    body = _asking_body(request)
    back = reverse("returns:list")
    return step_page(
        request,
        ReturnForm(typed(request)),
        lambda **values: workflow.draft_return(body, by=request.user, **values),
        words=step_words(_("起草报表"), _("下一步：加项目"), back),
        done=_("已起草。请加上要报的项目。"),
        then=lambda asked: asked.get_absolute_url(),
    )


def _asking_body(request) -> Body:
    code = request.GET.get("body", "")
    own = [one for one in bodies_kept(request.user) if one.code == code or not code]
    if not own:
        raise Http404
    require(request.user, Permission.ASK, own[0])
    return own[0]


@require_safe
def detail(request, pk):
    """One return: its lines, who has sent, who is late, its layout."""
    asked = return_for(request, pk)
    today = localdate()
    filings = asked.filings.select_related("body")
    lines = list(asked.lines.all())
    keeps = may(request.user, Permission.ASK, asked)
    context = {
        "asked": asked,
        "lines": [(line, figure_of(line), labels_of(line, lines)) for line in lines],
        "filings": [(one, one.is_late(today), one.versions.first()) for one in filings],
        "sent": sum(1 for one in filings if one.version),
        "again": sum(1 for one in filings if one.is_to_be_sent_again),
        "layouts": asked.layouts.select_related("file", "by"),
        "drafts": keeps and asked.state == Return.State.DRAFT,
        "keeps": keeps,
        "closes": keeps and asked.state == Return.State.ASKED,
        "events": events_of(asked),
        "today": today,
    }
    return render(request, "returns/detail.html", context)


@require_http_methods(FORM)
def edit(request, pk):
    asked = return_for(request, pk, Permission.ASK)
    names = ("title", "since", "until", "due_on", "compares", "text")
    return step_page(
        request,
        ReturnForm(typed(request), initial={name: getattr(asked, name) for name in names}),
        lambda **values: workflow.change_return(asked, by=request.user, **values),
        words=step_words(_("修改报表"), _("保存"), asked.get_absolute_url()),
        done=_("已保存。"),
        then=asked,
    )


@require_http_methods(FORM)
def copy(request, pk):
    last = return_for(request, pk, Permission.ASK)
    return step_page(
        request,
        CopyForm(typed(request)),
        lambda **values: workflow.copy_return(last, by=request.user, **values),
        words=step_words(
            _("再来一次：%s") % last.title,
            _("起草"),
            last.get_absolute_url(),
            lead=_("项目照上次的，只改日期。报表格式请重新上传。"),
        ),
        done=_("已起草。"),
        then=lambda asked: asked.get_absolute_url(),
    )


@require_http_methods(FORM)
def ask(request, pk):
    asked = return_for(request, pk, Permission.ASK)
    below = Body.objects.within(asked.body).filter(is_active=True).exclude(pk=asked.body_id)
    return step_page(
        request,
        AskForm(typed(request), bodies=below),
        lambda bodies: workflow.ask(asked, bodies, by=request.user, today=localdate()),
        words=step_words(
            _("布置：%s") % asked.title,
            _("布置"),
            asked.get_absolute_url(),
            lead=_("布置以后项目不能再改。各单位会收到通知。"),
        ),
        done=_("已布置，各单位已收到通知。"),
        then=asked,
    )


@require_POST
def close(request, pk):
    asked = return_for(request, pk, Permission.ASK)
    return press(
        request,
        lambda: workflow.close(asked, by=request.user, today=localdate()),
        done=_("已截止，不再收报。"),
        then=asked,
    )


@require_http_methods(FORM)
def layout(request, pk):
    asked = return_for(request, pk, Permission.ASK)
    return step_page(
        request,
        LayoutForm(typed(request), request.FILES or None),
        lambda file: workflow.add_layout(asked, file, by=request.user),
        words=step_words(
            _("上传报表格式"),
            _("上传"),
            asked.get_absolute_url(),
            lead=_(
                "用本县现成的表格。要填数的格子里写 {{ 代码 }}，或者把格子命名为代码；"
                "另外可以写 {{ unit }} 单位、{{ since }} {{ until }} 统计日期、"
                "{{ signed_by }} {{ signed_on }} 签字。"
            ),
        ),
        done=_("已保存为新的一版。"),
        then=asked,
    )


@require_safe
def sums(request, pk):
    """All lines over all bodies: what was sent, and what the records say."""
    asked = return_for(request, pk)
    filings = list(asked.filings.select_related("body"))
    rows = [
        (one, [one.by_body.get(filing.body_id, "") for filing in filings]) for one in roll_up(asked)
    ]
    context = {
        "asked": asked,
        "rows": rows,
        "filings": filings,
        "missing": [one.body.short_name for one in filings if not one.version],
        "again": [one.body.short_name for one in filings if one.is_to_be_sent_again],
    }
    return render(request, "returns/sums.html", context)


@require_safe
def export(request, pk):
    """The whole return: sums and every body's, in the county's layout."""
    asked = return_for(request, pk)
    ending = "zip" if exporting.is_archive(asked) else "xlsx"
    kind = ZIP if ending == "zip" else exporting.XLSX
    return file_answer(exporting.whole_file(asked), f"{asked.title}.{ending}", kind)


def file_answer(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def layout_file(request, pk, version):
    """A version of the layout as it was uploaded."""
    asked = return_for(request, pk)
    found = get_object_or_404(asked.layouts.select_related("file"), version=version)
    return redirect("files:show", found.file_id)
