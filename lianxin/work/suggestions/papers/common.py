"""What the papers of a suggestion share: its name, its people, its handling offices."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.judges import judges_of
from lianxin.engines.matters.models import Assignment
from lianxin.foundation.papers.kinds import Field
from lianxin.foundation.papers.sheet import day_words
from lianxin.work.suggestions.letter import matter_name

HAND_SIGNED = gettext_lazy("签字：　　　　　　　　年　　月　　日")

SUGGESTION_FIELDS = (
    Field("suggestion_number", gettext_lazy("建议编号"), "38"),
    Field("suggestion_title", gettext_lazy("建议标题"), "关于修复柳溪村石板桥的建议"),
    Field("suggestion_name", gettext_lazy("建议全称"), "禾望县十八届人大三次会议第38号建议"),
    Field("session", gettext_lazy("届次会次"), "第十八届第三次会议"),
    Field("topic", gettext_lazy("类别"), "交通"),
    Field("lead", gettext_lazy("领衔代表"), "张示例"),
    Field("cosigners", gettext_lazy("联名代表"), "王示例、李示例"),
    Field("body", gettext_lazy("机构"), "禾望县人民代表大会常务委员会"),
)


def suggestion_data(matter) -> dict[str, Any]:
    """Values of SUGGESTION_FIELDS."""
    suggestion = matter.suggestion
    judges = judges_of(matter)
    lead = [one.person.name for one in judges if one.is_lead]
    return {
        "suggestion_number": matter.number,
        "suggestion_title": matter.title,
        "suggestion_name": matter_name(matter),
        "session": str(suggestion.session or suggestion.get_occasion_display()),
        "topic": matter.topic,
        "lead": "、".join(dict.fromkeys(lead)) or suggestion.proposers_printed,
        "cosigners": "、".join(dict.fromkeys(one.person.name for one in judges if not one.is_lead)),
        "body": matter.body.name,
        "issuer": issuer_name(matter.body),
    }


def issuer_name(body) -> str:
    """In whose name a body's papers go out: a town's congress acts through its presidium."""
    if body.kind == body.Kind.TOWNSHIP and not body.name.endswith(_("主席团")):
        return _("%s主席团") % body.name
    return body.name


def printed_by(body) -> str:
    """印发机关: the office that keeps the papers."""
    name = issuer_name(body)
    return _("%s办公室") % name if body.is_county else name


def matter_of_assignment(record):
    """The suggestion in whose folder the paper of an office's step lies."""
    return record.assignment.matter


def answering_offices(matter) -> dict[str, str]:
    """Names of the offices by their part: lead, assisting, separate."""
    found: dict[str, list[str]] = {role: [] for role in Assignment.Role.values}
    for item in matter.assignments.active().select_related("office"):
        found[item.role].append(item.office.name)
    return {role: "、".join(names) for role, names in found.items()}


def contact_of(body) -> str:
    """联系人 of a body, as the note below a letter prints it."""
    return _("联系电话：%s") % body.phone if body.phone else ""


def day(value) -> str:
    """A day in words; "" where there is none."""
    return day_words(value) if value else ""
