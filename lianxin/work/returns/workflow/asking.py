"""The county's side: define a return, ask it, send back, close; its own layout."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import prepare, store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.returns import telling
from lianxin.work.returns.layouts import LAST, OWN_NAMES, names_in, names_of_cells, refuse_unsafe
from lianxin.work.returns.models import Filing, Layout, Return
from lianxin.work.returns.permissions import Permission

S = Return.State


@transaction.atomic
def draft_return(
    body: Body,
    *,
    title: str,
    since: date,
    until: date,
    due_on: date,
    text: str = "",
    compares: bool = False,
    by: Account | None,
) -> Return:
    """Begin a return. Raises PermissionDenied; Refused for what does not fit."""
    require(by, Permission.ASK, body)
    if not Body.objects.filter(path__startswith=body.path).exclude(pk=body.pk).exists():
        raise Refused(_("下面没有单位，不能布置报表。"))
    asked = Return(
        body=body,
        title=title.strip(),
        since=since,
        until=until,
        due_on=due_on,
        text=text.strip(),
        compares=compares,
        by=by,
    )
    save(asked)
    record(by, "return.draft", asked, gettext("起草报表：%s") % asked.title)
    return asked


@transaction.atomic
def copy_return(
    last: Return, *, since: date, until: date, due_on: date, by: Account | None
) -> Return:
    """A new return with the lines and the layout of an earlier one."""
    asked = draft_return(
        last.body,
        title=last.title,
        since=since,
        until=until,
        due_on=due_on,
        text=last.text,
        compares=last.compares,
        by=by,
    )
    for line in last.lines.all():
        line.pk, line.asked_in = None, asked
        line.save(force_insert=True)
    return asked


@transaction.atomic
def change_return(asked: Return, *, by: Account | None, **values: Any) -> None:
    """Change a return not yet asked; of one asked only the due day and the words.

    Raises PermissionDenied, WrongStatus, Refused.
    """
    require(by, Permission.ASK, asked)
    if asked.state == S.CLOSED:
        raise WrongStatus(_("报表已经截止，不能再改。"))
    fixed = {"title", "since", "until", "compares"} if asked.state == S.ASKED else set()
    changed = {name: value for name, value in values.items() if getattr(asked, name) != value}
    if fixed & set(changed):
        raise Refused(_("报表已经布置，名称、统计日期和上年同期栏不能再改；期限和说明可以改。"))
    before = {name: getattr(asked, name) for name in changed}
    for name, value in changed.items():
        setattr(asked, name, value)
    save(asked)
    if changed:
        record(
            by,
            "return.change",
            asked,
            gettext("修改报表：%s") % asked.title,
            before=before,
            after=changed,
        )


@transaction.atomic
def ask(asked: Return, bodies: Iterable[Body], *, by: Account | None, today: date) -> None:
    """Ask the return of bodies below; their clerks are told.

    Raises PermissionDenied, WrongStatus, Refused without lines or bodies, for a body not
    below, and for a due day that has passed.
    """
    require(by, Permission.ASK, asked)
    chosen = list(bodies)
    if not asked.lines.exists():
        raise Refused(_("报表里还没有项目。请先加项目，再布置。"))
    if not chosen:
        raise Refused(_("请选择由哪些单位填报。"))
    if any(one.pk == asked.body_id or not asked.body.contains(one) for one in chosen):
        raise Refused(_("只能布置给下级单位。请重新选择。"))
    if asked.due_on < today:
        raise Refused(_("报送期限已经过了。请改期限后再布置。"))
    if not Return.objects.filter(pk=asked.pk, state=S.DRAFT).update(state=S.ASKED, asked_on=today):
        raise WrongStatus(_("报表已经布置。请刷新页面。"))
    asked.state, asked.asked_on = S.ASKED, today
    filings = Filing.objects.bulk_create(Filing(asked_in=asked, body=one) for one in chosen)
    event = record(
        by,
        "return.ask",
        asked,
        gettext("布置报表：%(title)s，%(number)s 个单位，期限 %(due)s")
        % {"title": asked.title, "number": len(chosen), "due": asked.due_on.isoformat()},
        after={"bodies": [one.code for one in chosen]},
    )
    telling.tell_asked(filings, event)


@transaction.atomic
def send_back(filing: Filing, *, reason: str, by: Account | None) -> None:
    """Send a filing back to be put right. Raises PermissionDenied, WrongStatus, Refused."""
    require(by, Permission.ASK, filing.asked_in)
    if not reason.strip():
        raise Refused(_("退回应当写明理由，填报单位才知道怎么改。"))
    if filing.asked_in.state != S.ASKED:
        raise WrongStatus(_("报表已经截止，不能退回。"))
    values = {"state": Filing.State.BACK, "reason": reason.strip()[:300]}
    if not Filing.objects.filter(pk=filing.pk, state=Filing.State.SENT).update(**values):
        raise WrongStatus(_("这份报表不在已报送的状态。请刷新页面。"))
    filing.state, filing.reason = values["state"], values["reason"]
    event = record(
        by,
        "return.send_back",
        filing,
        gettext("退回：%s") % filing,
        reason=filing.reason,
    )
    telling.tell_back(filing, event)


@transaction.atomic
def close(asked: Return, *, by: Account | None, today: date) -> None:
    """Take no more filings. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.ASK, asked)
    if not Return.objects.filter(pk=asked.pk, state=S.ASKED).update(
        state=S.CLOSED, closed_on=today
    ):
        raise WrongStatus(_("报表不在已布置的状态。请刷新页面。"))
    asked.state, asked.closed_on = S.CLOSED, today
    missing = asked.filings.filter(version=0).count()
    record(
        by,
        "return.close",
        asked,
        gettext("截止报表：%(title)s，未报 %(number)s 个单位")
        % {"title": asked.title, "number": missing},
    )


@transaction.atomic
def add_layout(asked: Return, upload: Any, *, by: Account | None) -> Layout:
    """Keep the county's own spreadsheet as the next version of the return's layout.

    Raises PermissionDenied; Refused for a file that is no plain workbook, carries
    programs or outside links, or names nothing of the return.
    """
    require(by, Permission.ASK, asked)
    refuse_unsafe(upload, upload.name or "")
    codes = {line.code for line in asked.lines.all()}
    if asked.compares:
        codes |= {code + LAST for code in codes}
    used = names_in(upload)
    # Workbooks have names for their own use: only those that are codes count.
    used |= names_of_cells(upload) & (codes | OWN_NAMES)
    unknown = sorted(used - codes - OWN_NAMES)
    if unknown:
        raise Refused(
            gettext("格式里的“%s”不是这张报表的项目。请改成项目的代码，或者先加上这个项目。")
            % "”、“".join(unknown[:5])
        )
    if not used & codes:
        raise Refused(
            _("格式里没有任何项目。请在要填数的格子里写 {{ 代码 }}，或者把格子命名为代码。")
        )
    upload.seek(0)
    last = asked.layouts.aggregate(last=Max("version"))["last"] or 0
    layout = Layout(
        asked_in=asked,
        version=last + 1,
        file=store(prepare(upload), by=by, body=asked.body),
        used=sorted(used),
        by=by,
    )
    save(layout)
    record(
        by,
        "return.layout",
        asked,
        gettext("上传报表格式第 %s 版") % layout.version,
        after={"sha256": layout.file.sha256, "used": layout.used},
    )
    return layout
