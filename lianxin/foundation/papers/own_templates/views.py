"""本地模板: kinds, fields with samples, upload, versions, preview on a real paper."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.files.kinds import DOCX
from lianxin.foundation.papers.kinds import Kind, all_kinds, kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.own_templates import workflow
from lianxin.foundation.papers.own_templates.fields import Field
from lianxin.foundation.papers.own_templates.forms import PreviewForm, UploadForm
from lianxin.foundation.papers.own_templates.kinds import fields_of, values_of
from lianxin.foundation.papers.own_templates.models import OwnTemplate
from lianxin.foundation.papers.own_templates.permissions import Permission
from lianxin.foundation.papers.own_templates.reading import Trouble
from lianxin.foundation.people.models import CLERKS, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused

UNFIT, REFUSED = 422, 409
MOST_PAPERS = 30
LONGEST_SAMPLE = 60


@require_safe
def own_templates(request):
    """Every kind of paper, and which version holds for it today."""
    body = body_of_clerk(request)
    today = localdate()
    versions: dict[str, list[OwnTemplate]] = {}
    for one in OwnTemplate.objects.filter(body=body):
        versions.setdefault(one.kind, []).append(one)
    rows = [
        {
            "kind": kind,
            "count": len(versions.get(kind.key, ())),
            "held": OwnTemplate.objects.in_force(body, kind.key, today)
            if kind.key in versions
            else None,
        }
        for kind in all_kinds()
    ]
    context = {"body": body, "bodies": bodies_of_clerk(request), "rows": rows}
    return render(request, "papers/own_templates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_template(request, kind):
    """One kind: its fields, its versions, and the upload of a new one."""
    body = body_of_clerk(request)
    found = _kind_or_404(kind)
    today = localdate()
    status, troubles = 200, []
    form = UploadForm(request.POST or None, request.FILES or None, initial={"valid_from": today})
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            wanted = form.cleaned_data
            try:
                template = workflow.add_version(
                    body,
                    found,
                    wanted["file"],
                    valid_from=wanted["valid_from"],
                    note=wanted["note"],
                    by=request.user,
                    today=today,
                )
            except workflow.Unfit as unfit:
                troubles = unfit.troubles
                form.add_error("file", str(unfit))
            except Refused as refusal:
                form.add_error("file", str(refusal))
                status = REFUSED
            else:
                words = _("已保存第 %s 版。请先预览一件，再等它启用。")
                messages.success(request, words % template.version)
                return redirect(template)
    return _show(request, body, found, form, troubles, today, status)


@require_POST
def withdraw_template(request, pk):
    template = _template_or_404(request, pk)
    require(request.user, Permission.KEEP, template)
    try:
        workflow.withdraw(template, by=request.user, today=localdate())
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("已停用第 %s 版。") % template.version)
    return redirect(template)


@require_safe
def preview_template(request, pk):
    """The filled DOCX as a download; nothing is kept."""
    template = _template_or_404(request, pk)
    require(request.user, Permission.KEEP, template)
    form = PreviewForm(request.GET, papers=_papers(request.user, template.body, template.kind))
    if not form.is_valid():
        raise Http404
    paper = form.cleaned_data["paper"]
    try:
        content = workflow.preview(template, paper)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(template)
    name = _("预览 %(kind)s 第 %(version)s 版.docx") % {
        "kind": kind_of(template.kind).name,
        "version": template.version,
    }
    return HttpResponse(
        content,
        content_type=DOCX.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name),
            "Cache-Control": "private, no-store",
        },
    )


def bodies_of_clerk(request) -> list[Body]:
    """The bodies the user works for as a clerk. Raises PermissionDenied for everyone else."""
    bodies = [grant.body for grant in request.user.current_grants if grant.role in CLERKS]
    if not bodies:
        raise PermissionDenied(_("这是人大工作人员的页面，您的账号没有这项权限。"))
    return list(dict.fromkeys(bodies))


def body_of_clerk(request) -> Body:
    """The body chosen by `?body=`, or the first the user works for as a clerk."""
    bodies = bodies_of_clerk(request)
    code = request.GET.get("body", "")
    return next((body for body in bodies if body.code == code), bodies[0])


def _kind_or_404(key: str) -> Kind:
    try:
        return kind_of(key)
    except KeyError:
        raise Http404 from None


def _template_or_404(request, pk) -> OwnTemplate:
    """A version of a body the user is a clerk of; others' do not exist."""
    found = OwnTemplate.objects.filter(body__in=bodies_of_clerk(request)).select_related(
        "body", "file"
    )
    return get_object_or_404(found, pk=pk)


def _papers(user, body, kind: str):
    """The body's own papers of the kind that may be opened, newest first."""
    seen = Paper.objects.visible_to(user).filter(body=body, kind=kind)
    return seen.select_related("body", "office", "drafted_by").order_by("-pk")


def _show(request, body, kind, form, troubles: list[Trouble], today, status):
    fields = fields_of(kind)
    papers = _papers(request.user, body, kind.key)
    latest = papers.first()
    versions = OwnTemplate.objects.filter(body=body, kind=kind.key).select_related(
        "uploaded_by", "file"
    )
    held = OwnTemplate.objects.in_force(body, kind.key, today)
    newest = papers[MOST_PAPERS - 1 : MOST_PAPERS].values_list("pk", flat=True).first()
    offered = papers.filter(pk__gte=newest) if newest else papers
    context = {
        "body": body,
        "kind": kind,
        "form": form,
        "troubles": troubles,
        "fields": [_row(field, values_of(latest) if latest else {}) for field in fields],
        "latest": latest,
        "versions": versions,
        "held": held,
        "today": today,
        "preview": PreviewForm(papers=offered, initial={"paper": latest}),
    }
    return render(request, "papers/own_templates/kind.html", context, status=status)


def _row(field: Field, values) -> dict:
    """A field for the page: how it is written, and its value on the latest paper."""
    real = values.get(field.key)
    if not field.is_list:
        return {
            "field": field,
            "written": f"{{{{ {field.name} }}}}",
            "sample": _short(real) or _example(field.sample, has_values=bool(values)),
            "rows": [],
        }
    rows = real if isinstance(real, list) and real else [{}]
    first = rows[0] if isinstance(rows[0], dict) else {}
    items = [
        {
            "field": one,
            "written": f"{{{{ 行.{one.name} }}}}",
            "sample": _short(first.get(one.key)) or _example(one.sample, has_values=bool(values)),
        }
        for one in field.items
    ]
    return {
        "field": field,
        "written": f"{{%tr for 行 in {field.name} %}}",
        "ending": "{%tr endfor %}",
        "rows": items,
    }


def _example(sample: str, *, has_values: bool) -> str:
    """The made-up value, said to be one where the others are real."""
    return _("例如：%s") % sample if sample and has_values else sample


def _short(value) -> str:
    words = "；".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return words if len(words) <= LONGEST_SAMPLE else words[:LONGEST_SAMPLE] + "…"
