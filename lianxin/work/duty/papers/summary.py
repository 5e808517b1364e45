"""The closing summary of a campaign as a paper, with what its records say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.sheet import (
    Sheet,
    heading,
    paragraphs,
    table,
)
from lianxin.work.duty.campaigning import outcome_of
from lianxin.work.duty.models import Campaign


def summary_data(campaign: Campaign, by):
    found = outcome_of(campaign)
    pledges = campaign.pledges.select_related("seat__person", "campaign")
    activities = campaign.linked.select_related("activity")
    return {
        "title": _("“%s”主题活动总结") % campaign.title,
        "issuer": campaign.body.name,
        "summary": campaign.summary,
        "basis": campaign.basis,
        "figures": [
            {"label": str(label), "value": f"{number} {unit}"}
            for label, number, unit in (
                (_("组织活动"), found.activities, _("次")),
                (_("代表参加"), found.attendances, _("人次")),
                (_("群众和其他人员参加"), found.others, _("人次")),
                (_("走访"), found.households, _("户")),
                (_("解决问题"), found.solved, _("个")),
                (_("公开承诺"), found.pledges, _("件")),
                (_("已兑现"), found.kept, _("件")),
                (_("未能兑现并说明"), found.not_kept, _("件")),
            )
        ],
        "activities": [
            {
                "on": link.activity.on.isoformat(),
                "title": link.activity.title,
                "state": str(link.activity.get_state_display()),
            }
            for link in activities
        ],
        "pledges": [
            {
                "name": one.seat.person.name,
                "text": one.text,
                "pair": "，".join(filter(None, [one.branch, one.project])),
                "state": one.stage,
            }
            for one in pledges
        ],
    }


def compose_summary(data) -> Sheet:
    blocks = [*paragraphs(data["summary"])]
    blocks.append(heading(_("一、记录中的数字")))
    blocks.append(
        table(
            (_("项目"), _("数量")),
            [(one["label"], one["value"]) for one in data["figures"]],
            (3, 2),
        )
    )
    if data["activities"]:
        blocks.append(heading(_("二、开展的活动")))
        blocks.append(
            table(
                (_("日期"), _("活动"), _("状态")),
                [(one["on"], one["title"], one["state"]) for one in data["activities"]],
                (2, 5, 2),
            )
        )
    if data["pledges"]:
        number = _("三、") if data["activities"] else _("二、")
        blocks.append(heading(f"{number}{_('代表承诺')}"))
        blocks.append(
            table(
                (_("代表"), _("承诺"), _("结对支部、项目"), _("结果")),
                [(one["name"], one["text"], one["pair"], one["state"]) for one in data["pledges"]],
                (2, 5, 4, 3),
            )
        )
    return Sheet(title="", blocks=blocks, issuer=data["issuer"])


KINDS = [
    Kind(
        key="campaign_summary",
        name=gettext_lazy("主题活动总结"),
        model="duty.campaign",
        data_of=summary_data,
        compose=compose_summary,
        fields=(
            Field("summary", gettext_lazy("总结"), "组织活动 6 次，代表参加 58 人次。"),
            Field("basis", gettext_lazy("依据"), "镇人大主席团第三次会议"),
            Field(
                "figures",
                gettext_lazy("数字"),
                rows=(
                    Field("label", gettext_lazy("项目"), "组织活动"),
                    Field("value", gettext_lazy("数量"), "6 次"),
                ),
            ),
            Field(
                "activities",
                gettext_lazy("活动"),
                rows=(
                    Field("on", gettext_lazy("日期"), "2026-06-05"),
                    Field("title", gettext_lazy("活动"), "走访困难户"),
                    Field("state", gettext_lazy("状态"), "已记录"),
                ),
            ),
            Field(
                "pledges",
                gettext_lazy("承诺"),
                rows=(
                    Field("name", gettext_lazy("代表"), "张示例"),
                    Field("text", gettext_lazy("承诺"), "装好村口路灯"),
                    Field("pair", gettext_lazy("结对支部、项目"), "柳溪村第二网格支部，路灯亮化"),
                    Field("state", gettext_lazy("结果"), "已兑现"),
                ),
            ),
        ),
        fits=lambda campaign: campaign.state == Campaign.State.SUMMED_UP,
        order=360,
    )
]
