"""Open data: what is public anyway, as tables and as JSON with a description.

Each set names its columns once; the table, the JSON and its schema follow from
them. Rows come newest first, a thousand at a time: the address of the next
thousand stands in the answer.
"""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter, Promise
from lianxin.faces.portal import voters
from lianxin.faces.portal.activities import published_activities
from lianxin.faces.portal.masking import mask, mask_voice
from lianxin.faces.portal.places import public_seats, public_stations
from lianxin.faces.portal.queries import published_promises, published_suggestions
from lianxin.work.activities.kinds import name_of
from lianxin.work.activities.models import Attendance, Publication

PER_PAGE = 1000


@dataclass(frozen=True)
class Column:
    """One column. name: in JSON and in the table's first line; about: what it means.

    kind: type of JSON, "string" or "integer" or "number" or "array";
    format: "date" for days. A value may always be null.
    """

    name: str
    about: Any
    read: Callable[[Any], Any]
    kind: str = "string"
    format: str = ""


@dataclass(frozen=True)
class Dataset:
    """One set of released records. rows: by descending id."""

    name: str
    title: Any
    about: Any
    columns: tuple[Column, ...]
    rows: Callable[[], "QuerySet[Any]"]

    def page(self, before: int | None) -> tuple[list[dict[str, Any]], int | None]:
        """Rows with smaller ids than `before`, and the id with which the next ones begin."""
        rows = self.rows().order_by("-pk")
        if before is not None:
            rows = rows.filter(pk__lt=before)
        found = list(rows[: PER_PAGE + 1])
        following = found[PER_PAGE - 1].pk if len(found) > PER_PAGE else None
        return [self._values(one) for one in found[:PER_PAGE]], following

    def _values(self, one: Any) -> dict[str, Any]:
        return {column.name: _plain(column.read(one)) for column in self.columns}

    def schema(self, address: str) -> dict[str, Any]:
        """The JSON schema of an answer. address: where the schema itself is found."""
        properties = {}
        for column in self.columns:
            said: dict[str, Any] = {
                "type": [column.kind, "null"],
                "description": str(column.about),
            }
            if column.format:
                said["format"] = column.format
            if column.kind == "array":
                said["items"] = {"type": "string"}
            properties[column.name] = said
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": address,
            "title": str(self.title),
            "type": "object",
            "required": ["$schema", "title", "items", "next"],
            "properties": {
                "$schema": {"type": "string"},
                "title": {"type": "string"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": properties,
                        "required": list(properties),
                        "additionalProperties": False,
                    },
                },
                "next": {"type": ["string", "null"]},
            },
        }


def table(dataset: Dataset, rows: Iterable[dict[str, Any]]) -> str:
    """The rows as CSV, with a mark so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([column.name for column in dataset.columns])
    for row in rows:
        writer.writerow([_cell(value) for value in row.values()])
    return out.getvalue()


def _plain(value: Any) -> Any:
    """`value` as JSON keeps it; numbers of persons in texts are covered."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [mask(str(one)) for one in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return mask(str(value))


def _cell(value: Any) -> Any:
    """What a spreadsheet would take for a formula stays text."""
    if isinstance(value, list):
        value = "；".join(value)
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def _suggestions() -> "QuerySet[Matter]":
    return published_suggestions()


def _promises() -> "QuerySet[Promise]":
    return published_promises()


def _activities() -> "QuerySet[Publication]":
    came = Attendance.objects.counted().select_related("seat__person").order_by("pk")
    return published_activities().prefetch_related(
        Prefetch("activity__attendances", came, to_attr="its_people")
    )


SETS = {
    one.name: one
    for one in (
        Dataset(
            "activities",
            _("公开的代表活动"),
            _("日期、类别、标题、内容和参加的代表。"),
            (
                Column("id", _("编号"), lambda x: x.pk, "integer"),
                Column("activity_id", _("见公开页面的地址"), lambda x: x.activity_id, "integer"),
                Column("on", _("日期"), lambda x: x.on, "string", "date"),
                Column("kind", _("类别"), lambda x: name_of(x.body, x.kind)),
                Column("body", _("机构"), lambda x: x.body.name),
                Column("title", _("标题"), lambda x: x.title),
                Column("text", _("内容"), lambda x: x.text),
                Column(
                    "deputies",
                    _("参加的代表"),
                    lambda x: [one.seat.person.name for one in x.activity.its_people],
                    "array",
                ),
                Column("published_on", _("公开日"), lambda x: x.published_on, "string", "date"),
            ),
            _activities,
        ),
        Dataset(
            "suggestions",
            _("公开的代表建议"),
            _("标题、承办单位、办理进度和代表评价。"),
            (
                Column("id", _("编号，见公开页面的地址"), lambda x: x.pk, "integer"),
                Column("number", _("建议编号"), lambda x: x.display_number),
                Column("title", _("标题"), lambda x: x.title),
                Column("body", _("机构"), lambda x: x.body.name),
                Column("year", _("年度"), lambda x: x.year, "integer"),
                Column("office", _("主办单位"), lambda x: x.lead_office),
                Column("status", _("状态"), lambda x: x.get_status_display()),
                Column("accepted_on", _("受理日"), lambda x: x.accepted_on, "string", "date"),
                Column("assigned_on", _("交办日"), lambda x: x.assigned_on, "string", "date"),
                Column("replied_on", _("答复日"), lambda x: x.replied_on, "string", "date"),
                Column("closed_on", _("办结日"), lambda x: x.closed_on, "string", "date"),
                Column("satisfaction", _("代表评价"), lambda x: x.get_satisfaction_display()),
            ),
            _suggestions,
        ),
        Dataset(
            "promises",
            _("公开的承诺"),
            _("承办单位答复时作出的承诺和兑现情况。"),
            (
                Column("id", _("编号"), lambda x: x.pk, "integer"),
                Column(
                    "suggestion_id",
                    _("所在建议"),
                    lambda x: x.reply.assignment.matter_id,
                    "integer",
                ),
                Column("text", _("承诺事项"), lambda x: x.text),
                Column("office", _("承办单位"), lambda x: x.reply.assignment.office),
                Column("promised_on", _("承诺日"), lambda x: x.promised_on, "string", "date"),
                Column("due_on", _("完成时限"), lambda x: x.due_on, "string", "date"),
                Column("state", _("兑现情况"), lambda x: x.get_state_display()),
                Column("settled_on", _("兑现日"), lambda x: x.settled_on, "string", "date"),
            ),
            _promises,
        ),
        Dataset(
            "stations",
            _("人大代表家站点"),
            _("名称、地址、开放时间、经纬度和联系的村（社区）。"),
            (
                Column("id", _("编号"), lambda x: x.pk, "integer"),
                Column("code", _("站点码，见公开页面的地址"), lambda x: x.code),
                Column("name", _("名称"), lambda x: x.name),
                Column("body", _("机构"), lambda x: x.body.name),
                Column("kind", _("类型"), lambda x: x.get_kind_display()),
                Column("address", _("地址"), lambda x: x.address),
                Column("hours", _("开放时间"), lambda x: x.hours),
                Column("longitude", _("经度"), lambda x: _degrees(x.longitude), "number"),
                Column("latitude", _("纬度"), lambda x: _degrees(x.latitude), "number"),
                Column(
                    "villages",
                    _("联系的村（社区）"),
                    lambda x: [one.name for one in x.its_villages],
                    "array",
                ),
                Column("deputies", _("进站代表人数"), lambda x: x.deputies, "integer"),
            ),
            public_stations,
        ),
        Dataset(
            "deputies",
            _("在任人大代表"),
            _("姓名、选区、代表小组和所在家站点；没有电话、住址和出生日期。"),
            (
                Column("id", _("编号，见公开页面的地址"), lambda x: x.pk, "integer"),
                Column("name", _("姓名"), lambda x: x.person.name),
                Column("body", _("机构"), lambda x: x.body.name),
                Column("term", _("届"), lambda x: x.term.number, "integer"),
                Column("district", _("选区"), lambda x: x.district and x.district.name),
                Column("group", _("代表小组"), lambda x: x.group and x.group.name),
                Column(
                    "stations",
                    _("家站点"),
                    lambda x: [one.station.name for one in x.at_stations],
                    "array",
                ),
            ),
            public_seats,
        ),
        Dataset(
            "messages",
            _("已答复并公开的留言"),
            _("留言、答复和选民评价；没有留言人的任何资料。"),
            (
                Column("id", _("编号"), lambda x: x.pk, "integer"),
                Column("number", _("留言编号"), lambda x: x.display_number),
                Column("body", _("机构"), lambda x: x.body.name),
                Column("title", _("标题"), lambda x: mask_voice(x.title)),
                Column("text", _("留言"), lambda x: mask_voice(x.text)),
                Column(
                    "received_on", _("收到日"), lambda x: x.received_at.date(), "string", "date"
                ),
                Column(
                    "answers",
                    _("答复"),
                    lambda x: [mask_voice(one.text) for one in x.its_answers],
                    "array",
                ),
                Column(
                    "answered_by",
                    _("答复人"),
                    lambda x: [one.signed for one in x.its_answers],
                    "array",
                ),
                Column("satisfaction", _("选民评价"), lambda x: x.get_voter_satisfaction_display()),
            ),
            voters.answered_messages,
        ),
    )
}


def _degrees(value: Any) -> float | None:
    return None if value is None else float(value)
