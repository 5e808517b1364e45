"""面商记录: what was said when the office met the deputy."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.papers.kinds import Field, Kind
from lianxin.foundation.papers.sheet import Sheet, cell, form
from lianxin.work.suggestions.papers.common import (
    SUGGESTION_FIELDS,
    day,
    matter_of_assignment,
    suggestion_data,
)


def meeting_data(contact, by):
    assignment = contact.assignment
    return suggestion_data(assignment.matter) | {
        "title": _("代表建议面商记录"),
        "office": assignment.office.name,
        "contacted_on": day(contact.contacted_on),
        "way": str(contact.get_way_display()),
        "place": contact.place,
        "participants": contact.participants,
        "office_person": contact.office_person,
        "points": contact.points,
        "deputy_opinion": contact.deputy_opinion,
    }


def compose_meeting(data) -> Sheet:
    rows = [
        [cell(_("建议编号"), data["suggestion_number"]), cell(_("领衔代表"), data["lead"])],
        cell(_("建议标题"), data["suggestion_title"]),
        [cell(_("承办单位"), data["office"]), cell(_("面商方式"), data["way"])],
        [cell(_("时间"), data["contacted_on"]), cell(_("地点"), data["place"])],
        cell(_("参加人"), data["participants"]),
        cell(_("面复人及\n职务"), data["office_person"]),
        cell(_("答复要点"), data["points"], lines=8),
        cell(
            _("代表意见"),
            data["deputy_opinion"],
            lines=6,
            sign=_("代表签字：　　　　　　　　年　　月　　日"),
        ),
    ]
    return Sheet(title="", blocks=[form(*rows)], issuer=data["office"], has_closing=False)


KINDS = [
    Kind(
        key="meeting_record",
        name=gettext_lazy("面商记录"),
        model="matters.contact",
        data_of=meeting_data,
        compose=compose_meeting,
        fields=(
            *SUGGESTION_FIELDS,
            Field("office", gettext_lazy("承办单位"), "县交通运输局"),
            Field("contacted_on", gettext_lazy("时间"), "2026年4月8日"),
            Field("way", gettext_lazy("面商方式"), "当面"),
            Field("place", gettext_lazy("地点"), "柳溪村村委会"),
            Field("participants", gettext_lazy("参加人"), "张示例、周经办"),
            Field("office_person", gettext_lazy("面复人及职务"), "何局长"),
            Field("points", gettext_lazy("答复要点"), "到现场看桥，商定先加固桥墩。"),
            Field("deputy_opinion", gettext_lazy("代表意见"), "同意。"),
        ),
        about_of=matter_of_assignment,
        office_of=lambda contact: contact.assignment.office,
        fits=lambda contact: contact.is_meeting,
        has_signature=False,
        is_returned=True,
        order=50,
    ),
]
