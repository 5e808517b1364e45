"""Keeping a body's own templates: a new version, a withdrawal, the document of a paper."""

from io import BytesIO
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.foundation.files.storing import refuse_trouble, store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.papers.kinds import Kind, kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.own_templates.filling import fill
from lianxin.foundation.papers.own_templates.guarding import refuse_unsafe
from lianxin.foundation.papers.own_templates.kinds import fields_of, samples_of, values_of
from lianxin.foundation.papers.own_templates.models import OwnTemplate, TemplateUse
from lianxin.foundation.papers.own_templates.permissions import Permission
from lianxin.foundation.papers.own_templates.reading import Trouble, read_template
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus

MOST_BYTES = 10 * 1024 * 1024


class Unfit(Refused):
    """A template with something to put right; `troubles` names each by its place."""

    def __init__(self, troubles: list[Trouble]) -> None:
        count = len(troubles)
        super().__init__(
            ngettext(
                "模板里有 %(count)s 处要修改，没有保存。",
                "模板里有 %(count)s 处要修改，没有保存。",
                count,
            )
            % {"count": count}
        )
        self.troubles = troubles


@transaction.atomic
def add_version(body, kind: Kind, upload: Any, *, valid_from, note="", by, today) -> OwnTemplate:
    """Keep an uploaded template as the body's next version for this kind.

    valid_from: first day on which papers are made with it; not before today, as
        papers issued earlier are not made anew.
    Raises PermissionDenied; Unfit naming each place; Refused for a file that is
    no plain Word document or names no field at all.
    """
    require(by, Permission.KEEP, body)
    if valid_from < today:
        raise Refused(_("启用日期不能早于今天；已经印发的公文不会改动。"))
    refuse_trouble(upload)
    if upload.size > MOST_BYTES:
        raise Refused(_("模板超过 10 MB。请压缩文档里的图片后再上传。"))
    refuse_unsafe(upload, upload.name or "")
    fields = fields_of(kind)
    read = read_template(upload, fields)
    if read.troubles:
        raise Unfit(read.troubles)
    if not read.used:
        raise Refused(
            _("文档里没有任何字段，每件公文都会一样。请写上如 {{ %s }} 的字段后再上传。")
            % fields[0].name
        )
    # Filled once now, so that nobody finds out on the day of issuing.
    fill(upload, fields, samples_of(kind))
    of_kind = OwnTemplate.objects.filter(body=body, kind=kind.key)
    last = of_kind.aggregate(last=Max("version"))["last"] or 0
    template = OwnTemplate(
        body=body,
        kind=kind.key,
        version=last + 1,
        file=store(upload, by=by, body=body),
        used=read.used,
        note=note.strip(),
        valid_from=valid_from,
        uploaded_by=by,
    )
    template.save(force_insert=True)
    words = _("上传“%(kind)s”的本地模板第 %(version)s 版，%(day)s起启用")
    record(
        by,
        "paper.add_template",
        template,
        words % {"kind": kind.name, "version": template.version, "day": valid_from},
        after={"sha256": template.file.sha256, "valid_from": valid_from, "used": read.used},
    )
    return template


@transaction.atomic
def withdraw(template: OwnTemplate, *, by, today) -> None:
    """Make no more papers with a version: the one before it holds again, or the standard one."""
    require(by, Permission.KEEP, template)
    day = max(today, template.valid_from)
    held = OwnTemplate.objects.filter(pk=template.pk, withdrawn_on__isnull=True)
    if not held.update(withdrawn_on=day):
        raise WrongStatus(_("这一版已经停用。请刷新页面查看。"))
    template.withdrawn_on = day
    words = _("停用“%(kind)s”的本地模板第 %(version)s 版")
    kind = kind_of(template.kind)
    record(
        by,
        "paper.withdraw_template",
        template,
        words % {"kind": kind.name, "version": template.version},
    )


def preview(template: OwnTemplate, paper: Paper | None) -> bytes:
    """The DOCX this version makes of a paper; of the samples without one."""
    kind = kind_of(template.kind)
    values = values_of(paper) if paper else samples_of(kind)
    return fill(_content_of(template), fields_of(kind), values)


@transaction.atomic
def docx_for(paper: Paper, *, on) -> bytes | None:
    """The paper's DOCX by the template in force on `on`, or None where the body has none.

    Remembers the version. Raises Refused when the template no longer fits the
    kind's fields: withdraw it, or upload a better one.
    """
    template = OwnTemplate.objects.in_force(paper.body, paper.kind, on)
    if template is None:
        return None
    kind = kind_of(paper.kind)
    made = fill(_content_of(template), fields_of(kind), values_of(paper))
    TemplateUse.objects.update_or_create(paper=paper, defaults={"template": template})
    return made


def _content_of(template: OwnTemplate) -> BytesIO:
    with template.file.file.open("rb") as kept:
        return BytesIO(kept.read())
