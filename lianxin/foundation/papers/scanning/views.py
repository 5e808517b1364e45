"""扫描归入: upload, the pile that waits, checking one, what was filed lately."""

from io import BytesIO
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.papers.models import Paper, Scan
from lianxin.foundation.papers.own_templates.views import (
    REFUSED,
    UNFIT,
    bodies_of_clerk,
    body_of_clerk,
)
from lianxin.foundation.papers.scanning import workflow
from lianxin.foundation.papers.scanning.codes import Changed, read_token
from lianxin.foundation.papers.scanning.forms import (
    ConfirmForm,
    DiscardForm,
    SearchForm,
    TakeInForm,
)
from lianxin.foundation.papers.scanning.reading import pages_of
from lianxin.foundation.papers.scanning.targets import (
    all_targets,
    target_of_type,
    target_with,
)
from lianxin.foundation.refusals import Refused

MOST_SHOWN = 100
LATELY = 20
SHOWN_WIDTH = 1000


@require_http_methods(["GET", "HEAD", "POST"])
def scans(request):
    """Upload, and the pile of what waits for a person."""
    body = body_of_clerk(request)
    form = TakeInForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            try:
                taken, refused = workflow.take_in(
                    body, form.cleaned_data["uploads"], by=request.user
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                for words in refused:
                    messages.error(request, words)
                if taken:
                    found = sum(one.reading == Scan.Reading.FOUND for one in taken)
                    words = _("收到 %(count)s 份，其中 %(found)s 份按二维码找到记录。请逐份核对。")
                    messages.success(request, words % {"count": len(taken), "found": found})
                    return redirect(request.get_full_path())
                status = REFUSED
    ours = Scan.objects.filter(body=body).select_related("same_as", "paper", "uploaded_by")
    context = {
        "body": body,
        "bodies": bodies_of_clerk(request),
        "form": form,
        "waiting": ours.filter(state=Scan.State.WAITING).order_by("pk")[:MOST_SHOWN],
        "done": ours.exclude(state=Scan.State.WAITING)
        .select_related("confirmed_by")
        .order_by("-confirmed_at")[:LATELY],
    }
    return render(request, "papers/scanning/list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def scan(request, pk):
    """One scan beside the record it is proposed for; nothing is filed unchecked."""
    one = _scan_or_404(request, pk)
    if one.state != Scan.State.WAITING:
        messages.info(request, _("这份扫描件已经办理。"))
        return redirect(_pile_of(one))
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    records = _records(request, one, words)
    status = 200
    form = ConfirmForm(
        request.POST or None,
        records=[(key, described) for key, (_record, described) in records.items()],
        initial={
            "record": next(iter(records), None),
            "title": one.title,
            "dated_on": one.dated_on,
            "number": one.number,
        },
    )
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            wanted = form.cleaned_data
            record = records[wanted["record"]][0]
            try:
                workflow.confirm(
                    one,
                    record,
                    dated_on=wanted["dated_on"],
                    number=wanted["number"],
                    title=wanted["title"],
                    form=one.form,
                    is_other_number=wanted["is_other_number"],
                    by=request.user,
                    today=localdate(),
                )
            except workflow.OtherNumber as refusal:
                form.add_error("number", str(refusal))
                status = REFUSED
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = REFUSED
            else:
                messages.success(request, _("已归入：%s") % records[wanted["record"]][1])
                return redirect(_pile_of(one))
    context = {
        "scan": one,
        "form": form,
        "search": search,
        "words": words,
        "records": records,
        "discard": DiscardForm(
            initial={"reason": _("重复扫描") if one.same_as_id else ""}, auto_id="discard_%s"
        ),
    }
    return render(request, "papers/scanning/scan.html", context, status=status)


@require_POST
def discard_scan(request, pk):
    one = _scan_or_404(request, pk)
    form = DiscardForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        workflow.discard(one, reason=reason, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("papers:scan", pk=one.pk)
    messages.success(request, _("这份扫描件不归入，原文件仍然保留。"))
    return redirect(_pile_of(one))


@require_safe
def scan_picture(request, pk, page):
    """One page as a picture, so that it can be read beside the form."""
    one = _scan_or_404(request, pk)
    try:
        with one.file.file.open("rb") as kept:
            content = BytesIO(kept.read())
        pages = pages_of(content, one.file.original_name)
        picture = next(islice(pages, max(page - 1, 0), None), None)
    except (Refused, FileNotFoundError) as error:
        raise Http404 from error
    if picture is None:
        raise Http404
    picture.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH * 2))
    shown = BytesIO()
    picture.save(shown, "JPEG", quality=80)
    return HttpResponse(
        shown.getvalue(),
        content_type="image/jpeg",
        headers={"Cache-Control": "private, no-store"},
    )


@require_safe
def by_code(request, token):
    """Where a telephone that reads the printed code comes to: the paper, or its record."""
    try:
        named = read_token(token)
    except Changed:
        raise Http404 from None
    if named.paper_id is not None:
        seen = Paper.objects.visible_to(request.user)
        return redirect(get_object_or_404(seen, pk=named.paper_id))
    target = target_with(named.target)
    record = None
    if target is not None and named.record_id is not None:
        record = target.find(request.user, named.record_id)
    if record is None:
        raise Http404
    return redirect(record)


def _pile_of(scan: Scan) -> str:
    return reverse("papers:scans", query={"body": scan.body.code})


def _scan_or_404(request, pk) -> Scan:
    """A scan of a body the user is a clerk of; others' do not exist."""
    found = Scan.objects.filter(body__in=bodies_of_clerk(request))
    return get_object_or_404(found.select_related("body", "file", "paper", "same_as"), pk=pk)


def _records(request, scan, words) -> dict:
    """What may be chosen, by key: the proposed record, what was found, what was chosen before."""
    found: dict[str, tuple] = {}

    def add(target, record):
        if record is not None and record.body_id == scan.body_id:
            found[f"{target.code}.{record.pk}"] = (record, target.describe(record))

    if scan.record_id and (target := target_of_type(scan.record_type)):
        add(target, target.find(request.user, scan.record_id))
    if words:
        for target in all_targets():
            for record in target.search(request.user, scan.body, words):
                add(target, record)
    code, _dot, pk = request.POST.get("record", "").partition(".")
    if pk.isdecimal() and len(pk) < 18 and (target := target_with(code)):
        add(target, target.find(request.user, int(pk)))
    return found
