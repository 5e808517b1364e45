"""What a rights case may be about: words, the article that protects, whom to talk to first.

Source: 代表法 (2025), arts. 38-41, 54, 55; systems.md S-048.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class CaseKind:
    """One kind. article: "" where no article of the law speaks of it.

    asked_of: whom the office usually talks to. is_for_deputy: a deputy may choose it
    when asking for help; a request to detain comes from an organ, never from him.
    """

    name: Any
    article: str
    says: Any
    asked_of: Any
    is_for_deputy: bool = True


KINDS: dict[str, CaseKind] = {
    "obstruction": CaseKind(
        _("履职受到阻碍"),
        "代表法 第五十五条第二款、第三款",
        _("一切组织和个人都必须支持代表执行职务；阻碍的由所在单位或者有关机关处分，或者依法处罚。"),
        _("所在单位、公安机关、上级人大"),
    ),
    "retaliation": CaseKind(
        _("因履职被打击报复"),
        "代表法 第五十五条第四款",
        _("对代表打击报复的，由所在单位或者有关机关责令改正或者给予处分；构成犯罪的追究刑事责任。"),
        _("所在单位、有关机关、上级人大"),
    ),
    "speech": CaseKind(
        _("因会议发言、表决被追究"),
        "代表法 第三十八条",
        _("代表在人民代表大会各种会议上的发言和表决，不受法律追究。"),
        _("提出追究的机关、上级人大"),
    ),
    "employer": CaseKind(
        _("单位不给时间、扣发工资待遇"),
        "代表法 第四十条、第四十一条第一款",
        _("参加统一组织的履职活动，单位必须给予时间保障，按正常出勤对待，享受工资和其他待遇。"),
        _("所在单位、人社部门、工会"),
    ),
    "liberty": CaseKind(
        _("限制人身自由的许可和报告"),
        "代表法 第三十九条",
        _(
            "县级以上代表非经本级主席团或者常委会许可，不受逮捕、刑事审判和其他限制人身自由的措施；乡镇代表由执行机关立即报告。"
        ),
        _("提请许可或者报告的机关"),
        is_for_deputy=False,
    ),
    "family": CaseKind(
        _("家人的合法权益受到影响"),
        "代表法 第五十五条第一款",
        _("一切组织和个人都必须尊重代表的权利，支持代表执行代表职务。"),
        _("公安机关、有关单位、上级人大"),
    ),
    "hardship": CaseKind(
        _("生活困难，需要帮助"),
        "",
        _("法律没有规定标准，由本级按照实际情况帮助（特困代表慰问）。"),
        _("民政部门、工会、村（社区）"),
    ),
    "access": CaseKind(
        _("身体残疾、行动不便，履职需要照顾"),
        "代表法 第五十四条",
        _("有关部门应当根据需要给予必要的帮助和照顾。"),
        _("会议和活动的组织者、残联"),
    ),
    "other": CaseKind(_("其他"), "", "", _("有关单位")),
}
CHOICES = [(key, kind.name) for key, kind in KINDS.items()]
LIBERTY = "liberty"
