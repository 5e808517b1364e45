"""Bodies (机构) below a county: added, put right, closed when an area is dissolved."""

import re

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.people.workflow.lengths import refuse_too_long
from lianxin.foundation.refusals import Refused, WrongStatus

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{1,39}")
DIVISION_CODE = re.compile(r"[0-9]{6}([0-9]{3}([0-9]{3})?)?")
BELOW_COUNTY = (Body.Kind.TOWNSHIP, Body.Kind.STREET)


@transaction.atomic
def open_body(
    parent: Body,
    *,
    by: Account,
    code: str,
    name: str,
    short_name: str,
    kind: str,
    division_code: str = "",
    document_prefix: str = "",
    phone: str = "",
) -> Body:
    """Enter a township or a street below a county.

    code: two to forty small letters, digits and dashes, by which commands name it.
    division_code: 行政区划代码, six, nine or twelve digits.
    Raises PermissionDenied; Refused for a parent that is not a county, a code or
    name that is taken or wrong.
    """
    require(by, Permission.MANAGE_BODIES, parent)
    if not parent.is_county or kind not in BELOW_COUNTY:
        raise Refused(_("只能在县级机构下面增加乡镇或者街道。"))
    code = code.strip().lower()
    if not CODE.fullmatch(code):
        raise Refused(_("代码应当是 2 至 40 个小写字母、数字或者横线，例如 hewang-liuxi。"))
    body = Body(
        parent=parent,
        code=code,
        kind=kind,
        **_checked(
            parent,
            None,
            name=name,
            short_name=short_name,
            division_code=division_code,
            document_prefix=document_prefix,
            phone=phone,
        ),
    )
    try:
        with transaction.atomic():
            body.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(
            gettext("代码“%(code)s”已经使用，请换一个。") % {"code": code},
        ) from error
    record(
        by,
        "body.open",
        body,
        gettext("登记机构：%(name)s") % {"name": body.name},
        after={"code": code, "kind": kind, "short_name": body.short_name},
    )
    return body


@transaction.atomic
def change_body(body: Body, *, by: Account, **details: str) -> None:
    """Put right the names and numbers of a body.

    details: name, short_name, division_code, document_prefix, phone; those left
        out stay as they are. Code and kind never change: records rest on them.
    Raises PermissionDenied, or Refused as `open_body`.
    """
    require(by, Permission.MANAGE_BODIES, body)
    before = {field: getattr(body, field) for field in _DETAILS}
    wanted = _checked(body.parent, body, **(before | details))
    changed = {field: value for field, value in wanted.items() if value != before[field]}
    if not changed:
        return
    for field, value in changed.items():
        setattr(body, field, value)
    body.save(update_fields=list(changed))
    record(
        by,
        "body.change",
        body,
        gettext("更正机构资料：%(name)s") % {"name": body.name},
        before={field: before[field] for field in changed},
        after=changed,
    )


@transaction.atomic
def close_body(body: Body, *, by: Account, reason: str) -> None:
    """Stop using a body, as after 撤乡并镇; its records stay.

    Decided above it: a township does not close itself.
    Raises PermissionDenied; Refused for a county, a body with others in use below
    it, or without a reason; WrongStatus when it is closed.
    """
    if body.parent is None:
        raise Refused(_("最上一级的机构不能停用。"))
    require(by, Permission.MANAGE_BODIES, body.parent)
    if not reason.strip():
        raise Refused(_("请写明停用的原因，例如批准撤并的文件名称和文号。"))
    if body.children.filter(is_active=True).exists():
        raise Refused(_("下面还有在用的机构，请先停用它们。"))
    _switch(body, to=False, words=_("该机构已经停用，不必重复操作。"))
    record(
        by,
        "body.close",
        body,
        gettext("停用机构：%(name)s") % {"name": body.name},
        reason=reason.strip(),
        after={"is_active": False},
    )


@transaction.atomic
def reopen_body(body: Body, *, by: Account, reason: str = "") -> None:
    """Use a closed body again. Raises PermissionDenied, or WrongStatus when it is in use."""
    require(by, Permission.MANAGE_BODIES, body.parent or body)
    _switch(body, to=True, words=_("该机构正在使用，不必恢复。"))
    record(
        by,
        "body.reopen",
        body,
        gettext("恢复机构：%(name)s") % {"name": body.name},
        reason=reason.strip(),
        after={"is_active": True},
    )


_DETAILS = ("name", "short_name", "division_code", "document_prefix", "phone")


def _checked(parent: Body | None, body: Body | None, **details: str) -> dict[str, str]:
    """`details` as they are kept. Raises Refused for what cannot be kept."""
    kept = {field: " ".join(value.split()) for field, value in details.items()}
    refuse_too_long(Body, kept)
    if not kept["name"] or not kept["short_name"]:
        raise Refused(_("请填写名称和简称。"))
    if kept["division_code"] and not DIVISION_CODE.fullmatch(kept["division_code"]):
        raise Refused(_("行政区划代码应当是 6、9 或者 12 位数字。"))
    beside = Body.objects.filter(parent=parent, is_active=True)
    others = beside.exclude(pk=body.pk) if body else beside
    for field in ("name", "short_name"):
        if others.filter(**{field: kept[field]}).exists():
            raise Refused(
                gettext("已有名叫“%(name)s”的机构，请核对是不是同一个。") % {"name": kept[field]}
            )
    return kept


def _switch(body: Body, *, to: bool, words) -> None:
    # The WHERE clause picks the winner when two clerks press at once.
    if not Body.objects.filter(pk=body.pk, is_active=not to).update(is_active=to):
        raise WrongStatus(words)
    body.is_active = to
