"""Import of handling offices (承办单位); one office is one name in a body."""

import re

from django.utils.translation import gettext as _

from lianxin.faces.setup.imports.pipeline import Done, Importer
from lianxin.faces.setup.imports.rows import RowReader, RowRefused
from lianxin.foundation.people.models import Body, Office
from lianxin.foundation.people.permissions import Permission
from lianxin.foundation.people.workflow import change_office, open_office
from lianxin.foundation.sheets.writing import OutColumn, OutSheet

Kind = Office.Kind
# First match wins; a name that matches none is a department.
_KIND_BY_NAME = [
    (Kind.COURT, re.compile(r"(人民法院|人民检察院|法院|检察院)$")),
    (Kind.COMPANY, re.compile(r"(公司|集团|厂|银行|合作社)$")),
    (Kind.VILLAGE, re.compile(r"(村|社区|村民委员会|居民委员会|村委会|居委会)$")),
    (
        Kind.GOVERNMENT,
        re.compile(r"(乡|镇|街道|街道办事处|(乡|镇|县|区|市|省)人民政府|(乡|镇)政府)$"),
    ),
    (
        Kind.PARTY,
        re.compile(r"(组织部|宣传部|统战部|政法委|纪委|监委|总工会|团[县区市]?委|妇联|残联|编办)$"),
    ),
    (Kind.STATION, re.compile(r"(站|所|服务中心|派出所|中队)$")),
]
_KIND_BY_WORD = {str(label): value for value, label in Kind.choices} | {
    "部门": Kind.DEPARTMENT,
    "政府部门": Kind.DEPARTMENT,
    "乡镇": Kind.GOVERNMENT,
    "街道": Kind.GOVERNMENT,
    "村": Kind.VILLAGE,
    "社区": Kind.VILLAGE,
    "法院": Kind.COURT,
    "检察院": Kind.COURT,
}


def guess_kind(name: str) -> str:
    """What an office is, by the end of its name: 柳溪镇 is a government, 供电所 a station."""
    return next((kind for kind, ending in _KIND_BY_NAME if ending.search(name)), Kind.DEPARTMENT)


def find_office(body: Body, name: str) -> Office | None:
    """The office of that name, or the one that once bore it (and what it merged into)."""
    named = Office.objects.filter(body=body, name=name)
    office = named.current().first() or named.first()
    if office is None:
        office = Office.objects.filter(body=body, former_names__name=name).first()
    while office is not None and office.closed_on and office.merged_into:
        office = office.merged_into
    return office


class OfficeImporter(Importer):
    kind = "offices"
    permission = Permission.MANAGE_PEOPLE

    def begin(self):
        self._seen: dict[int, int] = {}

    def take(self, row: RowReader) -> Done:
        name = "".join(row.text("name", most=80).split())
        if not name:
            row.refuse("name", _("没有单位名称。请补上后再导入。"))
        values = self._read(row, name)
        row.check()
        office = find_office(self.body, name)
        if office is None:
            values.setdefault("kind", guess_kind(name))
            office = open_office(name, body=self.body, by=self.by, **values)
            self._seen[office.pk] = row.number
            return Done.CREATED
        if office.closed_on:
            reason = _("该单位已于 {day} 撤并。如已恢复，请先在承办单位页面登记。").format(
                day=office.closed_on
            )
            raise RowRefused((row.label("name"), reason))
        if office.name != name:
            row.warn(
                "name", _("“{old}”现名“{new}”，按现名登记。").format(old=name, new=office.name)
            )
        return self._update(row, office, values)

    def _read(self, row: RowReader, name: str) -> dict[str, str]:
        """Values the row gives; what it leaves empty is left as it is."""
        values: dict[str, str] = {}
        if word := row.line("kind"):
            if word in _KIND_BY_WORD:
                values["kind"] = _KIND_BY_WORD[word]
            else:
                row.warn("kind", _("“{word}”不是已有的类型，按名称判断。").format(word=word[:20]))
        for field, most in (
            ("leader_in_charge", 40),
            ("leader_post", 60),
            ("contact", 40),
            ("document_prefix", 20),
        ):
            if text := row.line(field, most=most):
                values[field] = text
        if phones := row.phones("phone"):
            kept = [phones[0]]
            for phone in phones[1:]:
                if len("、".join([*kept, phone])) <= 40:
                    kept.append(phone)
                else:
                    row.warn("phone", _("号码“{phone}”放不下，没有导入。").format(phone=phone))
            values["phone"] = "、".join(kept)
        return values

    def _update(self, row: RowReader, office: Office, values: dict[str, str]) -> Done:
        changed = {name: value for name, value in values.items() if getattr(office, name) != value}
        earlier = self._seen.get(office.pk)
        if not changed:
            if earlier:
                row.warn("name", _("与第 {row} 行重复。").format(row=earlier))
            self._seen.setdefault(office.pk, row.number)
            return Done.UNCHANGED
        if earlier:
            reason = _("与第 {row} 行是同一单位，内容却不同。请只保留一行。").format(row=earlier)
            raise RowRefused((row.label("name"), reason))
        change_office(office, by=self.by, **changed)
        self._seen[office.pk] = row.number
        return Done.UPDATED

    @classmethod
    def sheets(cls, body: Body) -> list[OutSheet]:
        columns = [
            OutColumn(str(_("单位名称")), 28),
            OutColumn(str(_("类型")), 18),
            OutColumn(str(_("分管领导")), 12),
            OutColumn(str(_("分管领导职务")), 20),
            OutColumn(str(_("联系人")), 12),
            OutColumn(str(_("联系电话")), 22),
            OutColumn(str(_("发文代字")), 14),
        ]
        rows = (
            [
                office.name,
                office.get_kind_display(),
                office.leader_in_charge,
                office.leader_post,
                office.contact,
                office.phone,
                office.document_prefix,
            ]
            for office in body.offices.current().order_by("kind", "name")
        )
        return [OutSheet(str(_("承办单位")), columns, rows)]
