"""Papers of a group: the letter of targets (目标管理责任书), the year's summary."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.ledger.chain import record_type
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.sheet import Sheet, cell, form, heading, paragraph, paragraphs
from lianxin.work.groups.models import GroupPlan, Letter, Summary, Yearly

COMMON = (
    Field("group", gettext_lazy("小组"), "第一代表小组"),
    Field("year", gettext_lazy("年度"), "2026"),
    Field("leader", gettext_lazy("组长"), "张示例"),
    Field("text", gettext_lazy("内容"), "每季度至少开展1次小组活动。"),
)


def _common(one: Yearly, title: str) -> dict:
    group = one.group
    return {
        "title": title,
        "group": group.name,
        "year": one.year,
        "leader": group.leader.name if group.leader else "",
        "text": one.text,
        "issuer": group.body.name,
    }


def letter_data(letter: Letter, by):
    return _common(letter, _("%s年代表小组目标管理责任书") % letter.year)


def compose_letter(data) -> Sheet:
    targets = [line.strip() for line in data["text"].splitlines() if line.strip()]
    blocks = [
        paragraph(_("为做好%(year)s年代表小组工作，%(issuer)s与%(group)s签订本责任书。") % data),
        heading(_("一、目标")),
        *(paragraph(f"{place}. {words}") for place, words in enumerate(targets, 1)),
        heading(_("二、考核")),
        paragraph(_("年底按活动记录核对，结果作为评选先进代表小组的依据。")),
        form(
            [
                cell(_("主席团\n（签章）"), "", lines=2, sign=_("　　年　月　日")),
                cell(_("小组组长"), data["leader"], lines=2, sign=_("　　年　月　日")),
            ]
        ),
    ]
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


def summary_data(summary: Summary, by):
    return _common(
        summary,
        _("%(group)s|%(year)s年活动总结")
        % {
            "group": summary.group.name,
            "year": summary.year,
        },
    )


def compose_summary(data) -> Sheet:
    return Sheet(title="", blocks=paragraphs(data["text"]), issuer=data["group"])


def plan_data(plan: GroupPlan, by):
    title = _("%(group)s|%(year)s年活动计划") % {"group": plan.group.name, "year": plan.year}
    return _common(plan, title) | {
        "items": [{"month": one.month, "words": one.words} for one in plan.items.all()]
    }


def compose_plan(data) -> Sheet:
    items = [paragraph(_("%(month)s月：%(words)s") % one) for one in data["items"]]
    return Sheet(title="", blocks=[*paragraphs(data["text"]), *items], issuer=data["group"])


ITEMS = Field(
    "items",
    gettext_lazy("活动安排"),
    rows=(
        Field("month", gettext_lazy("月份"), "3"),
        Field("words", gettext_lazy("活动"), "视察春耕用水"),
    ),
)
KINDS = [
    Kind(
        key="group_letter",
        name=gettext_lazy("目标管理责任书"),
        model="groups.letter",
        data_of=letter_data,
        compose=compose_letter,
        fields=COMMON,
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=310,
    ),
    Kind(
        key="group_summary",
        name=gettext_lazy("小组活动总结"),
        model="groups.summary",
        data_of=summary_data,
        compose=compose_summary,
        fields=COMMON,
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=311,
    ),
    Kind(
        key="group_plan",
        name=gettext_lazy("小组活动计划"),
        model="groups.groupplan",
        data_of=plan_data,
        compose=compose_plan,
        fields=(*COMMON, ITEMS),
        has_signature=False,
        archive_class=Paper.ArchiveClass.TEN_YEARS,
        order=312,
    ),
]


def register_papers() -> None:
    kinds.register(*KINDS)


def papers_of(user, one: Yearly | None):
    """Papers drawn from a plan, letter or summary that the reader may see."""
    if one is None:
        return []
    return list(
        Paper.objects.visible_to(user)
        .filter(about_type=record_type(one), about_id=one.pk)
        .order_by("pk")
    )
