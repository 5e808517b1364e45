"""The record of a case on one page: closed, not searched, drawn only by who reads the case."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, day_words, form
from lianxin.work.care.models import RightsCase
from lianxin.work.care.workflow import read_case


def case_data(case: RightsCase, by: Any) -> dict[str, Any]:
    """The case's values; drawing them reads the case, which the ledger keeps."""
    if by is not None:
        if not RightsCase.objects.visible_to(by).filter(pk=case.pk).exists():
            raise Http404
        read_case(case, reason=_("起草权益保障记录"), by=by)
    asked = getattr(case, "liberty", None)
    return {
        "title": _("代表权益保障记录"),
        "number": case.number,
        "deputy": case.seat.person.name,
        "kind": str(case.get_kind_display()),
        "article": case.about.article,
        "opened_on": day_words(case.opened_on),
        "text": case.text,
        "contacts": [
            {
                "on": day_words(one.on),
                "whom": "·".join(filter(None, [str(one.get_whom_display()), one.organ])),
                "words": one.words,
            }
            for one in case.contacts.all()
        ],
        "decision": _decision(asked) if asked is not None else "",
        "result": str(case.get_result_display()) if case.result else "",
        "outcome": case.outcome,
        "closed_on": day_words(case.closed_on) if case.closed_on else "",
        "content": str(case.get_content_display()) if case.content else "",
        "issuer": case.body.name,
    }


def _decision(asked) -> str:
    if asked.is_report:
        return _("%(organ)s报告，%(day)s采取措施") % {
            "organ": asked.organ,
            "day": day_words(asked.taken_on),
        }
    if not asked.decision:
        return _("%s提请许可，尚未决定") % asked.organ
    return _("%(meeting)s%(day)s决定%(decision)s") % {
        "meeting": asked.meeting,
        "day": day_words(asked.decided_on),
        "decision": asked.get_decision_display(),
    }


def compose_case(data) -> Sheet:
    contacts = "\n".join(_("%(on)s　%(whom)s：%(words)s") % one for one in data["contacts"])
    rows = [
        [cell(_("编号"), data["number"]), cell(_("受理日期"), data["opened_on"])],
        [cell(_("代表"), data["deputy"]), cell(_("类别"), data["kind"])],
        cell(_("依据"), data["article"] or _("按本级实际情况帮助")),
        cell(_("情况"), data["text"], lines=4),
        cell(_("协调经过"), contacts, lines=5),
    ]
    if data["decision"]:
        rows.append(cell(_("许可和报告"), data["decision"], lines=2))
    result = "。".join(filter(None, [data["result"], data["outcome"]]))
    rows += [
        cell(_("办理结果"), result, lines=3),
        [cell(_("办结日期"), data["closed_on"]), cell(_("代表评价"), data["content"])],
        cell(_("经办"), "", lines=2, sign=_("签名：　　　　年　月　日")),
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["issuer"])


KIND = Kind(
    key="rights_case",
    name=gettext_lazy("代表权益保障记录"),
    model="care.rightscase",
    data_of=case_data,
    compose=compose_case,
    fields=(
        Field("number", gettext_lazy("编号"), "权益〔2026〕3号"),
        Field("deputy", gettext_lazy("代表"), "张示例"),
        Field("kind", gettext_lazy("类别"), "单位不给时间、扣发工资待遇"),
        Field("article", gettext_lazy("依据"), "代表法 第四十条"),
        Field("opened_on", gettext_lazy("受理日期"), "2026年3月11日"),
        Field("text", gettext_lazy("情况"), "参加视察被扣两天工资。"),
        Field(
            "contacts",
            gettext_lazy("协调经过"),
            rows=(
                Field("on", gettext_lazy("日期"), "2026年3月12日"),
                Field("whom", gettext_lazy("和谁"), "所在单位"),
                Field("words", gettext_lazy("情况"), "单位同意补发。"),
            ),
        ),
        Field("decision", gettext_lazy("许可和报告"), ""),
        Field("result", gettext_lazy("结果"), "已解决"),
        Field("outcome", gettext_lazy("说明"), "工资已经补发。"),
        Field("closed_on", gettext_lazy("办结日期"), "2026年3月20日"),
        Field("content", gettext_lazy("代表评价"), "满意"),
    ),
    archive_class=Paper.ArchiveClass.TEN_YEARS,
    order=320,
    is_closed=True,
    is_searchable=False,
    has_signature=False,
)


def register_papers() -> None:
    kinds.register(KIND)


def papers_of(user, case: RightsCase) -> list[Paper]:
    """Records drawn of the case that the reader may see."""
    return list(
        Paper.objects.visible_to(user)
        .filter(about_type=record_type(case), about_id=case.pk)
        .order_by("pk")
    )
