"""Awards a body may take over and change: those its practice names, with plain criteria.

Criteria are a beginning, not a rule: every line may be edited.
Source: systems.md S-106 (一创双争、优秀家站点), practice.
"""

from django.utils.translation import gettext_lazy as _

from lianxin.work.honours.models import Award

H = Award.Holder
AWARDS = (
    (
        _("先进代表小组"),
        H.GROUP,
        _("每季度至少活动一次，记录完整\n年度计划完成，总结按时报送\n意见建议办理有结果"),
    ),
    (
        _("优秀代表"),
        H.DEPUTY,
        _(
            "按时参加会议和活动，无故缺席没有\n联系选民达到规定数，反映意见有回音\n提出建议有质量，办理有结果"
        ),
    ),
    (
        _("优秀家站点"),
        H.STATION,
        _("按时开放，接待有记录\n年度计划完成\n达标检查合格"),
    ),
    (
        _("先进主席团（街道工委）"),
        H.UNIT,
        _("主席团会议按期召开\n代表活动按计划开展\n建议交办、督办及时"),
    ),
)
