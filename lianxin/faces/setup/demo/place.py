"""The place of the demo: bodies, terms, sessions, districts, groups, offices. All invented."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from lianxin.foundation.people.models import (
    Body,
    District,
    Group,
    Office,
    OfficeName,
    Session,
    Term,
)

CODE = "hewang"
# Year in which the county's eighteenth and its townships' nineteenth term began.
FIRST_TERM_YEAR = 2022

TOWNSHIPS = [
    # code, name, villages
    ("liuxi", "柳溪镇", ["柳溪村", "石板桥村", "上沟村", "杨树湾村", "河口村", "新立村"]),
    ("shiqiao", "石桥镇", ["石桥村", "古井村", "枣林村", "南坡村", "东岗村", "槐荫村"]),
    ("yunling", "云岭乡", ["云岭村", "松坪村", "岩下村", "茶山村", "水磨村", "高坎村"]),
    ("donghe", "东河镇", ["东河村", "沙洲村", "渡口村", "荷塘村", "苇庄村", "张家圩村"]),
    ("changping", "长坪乡", ["长坪村", "梨园村", "白土村", "牛角湾村", "双井村", "西岭村"]),
]
STREETS = [
    ("dongcheng", "东城街道", ["文昌社区", "东门社区", "锦绣社区", "菜市社区"]),
    ("nanhu", "南湖街道", ["湖滨社区", "向阳社区", "新民社区", "站前社区"]),
]

_K = Office.Kind
# name, kind, document prefix, leader in charge (a vice magistrate)
COUNTY_OFFICES = [
    ("县发展和改革局", _K.DEPARTMENT, "禾发改函", "副县长 温立成"),
    ("县教育体育局", _K.DEPARTMENT, "禾教体函", "副县长 苏玉兰"),
    ("县公安局", _K.DEPARTMENT, "禾公函", "副县长 雷正刚"),
    ("县民政局", _K.DEPARTMENT, "禾民函", "副县长 苏玉兰"),
    ("县财政局", _K.DEPARTMENT, "禾财函", "副县长 温立成"),
    ("县人力资源和社会保障局", _K.DEPARTMENT, "禾人社函", "副县长 苏玉兰"),
    ("县自然资源局", _K.DEPARTMENT, "禾自然资函", "副县长 马春林"),
    ("县生态环境局", _K.DEPARTMENT, "禾环函", "副县长 马春林"),
    ("县住房和城乡建设局", _K.DEPARTMENT, "禾建函", "副县长 马春林"),
    ("县交通运输局", _K.DEPARTMENT, "禾交函", "副县长 马春林"),
    ("县水利局", _K.DEPARTMENT, "禾水函", "副县长 高怀远"),
    ("县农业农村局", _K.DEPARTMENT, "禾农函", "副县长 高怀远"),
    ("县商务局", _K.DEPARTMENT, "禾商函", "副县长 温立成"),
    ("县文化广电和旅游局", _K.DEPARTMENT, "禾文旅函", "副县长 苏玉兰"),
    ("县卫生健康委员会", _K.DEPARTMENT, "禾卫函", "副县长 苏玉兰"),
    ("县市场监督管理局", _K.DEPARTMENT, "禾市监函", "副县长 雷正刚"),
    ("县城市管理局", _K.DEPARTMENT, "禾城管函", "副县长 马春林"),
    ("县医疗保障局", _K.DEPARTMENT, "禾医保函", "副县长 苏玉兰"),
    ("县供电公司", _K.COMPANY, "禾电函", "副县长 温立成"),
    ("县公共交通有限公司", _K.COMPANY, "禾公交函", "副县长 马春林"),
]
# What an office is at a township, and the work it takes over.
TOWN_OFFICES = {
    "government": ("人民政府", _K.GOVERNMENT),
    "farming": ("农业服务中心", _K.STATION),
}
STREET_OFFICES = {
    "government": ("办事处", _K.GOVERNMENT),
    "farming": ("便民服务中心", _K.STATION),
}
NUMERALS = "一二三四五六七八九十"


@dataclass
class Place:
    """The county as it was built.

    offices: by body id, then by name, or by role ("government") at a township.
    villages: names of villages or communities, by body id.
    sessions: of each body that has a congress, oldest first, by body id.
    """

    county: Body
    bodies: list[Body]
    offices: dict[int, dict[str, Office]] = field(default_factory=dict)
    villages: dict[int, list[str]] = field(default_factory=dict)
    sessions: dict[int, list[Session]] = field(default_factory=dict)
    groups: dict[int, list[Group]] = field(default_factory=dict)
    districts: dict[int, list[District]] = field(default_factory=dict)


def build(today: date) -> Place:
    """Create bodies, terms, sessions, districts, groups and offices as of `today`."""
    county = Body.objects.create(
        code=CODE,
        name="禾望县人民代表大会常务委员会",
        short_name="禾望县",
        kind=Body.Kind.COUNTY,
        profile="henan",
        document_prefix="禾人常",
        phone="0000-1234567",
    )
    place = Place(county, [county])
    place.villages[county.pk] = [name for _c, _n, names in TOWNSHIPS + STREETS for name in names]
    for code, name, villages in TOWNSHIPS:
        body = _body(county, code, f"{name}人民代表大会", name, Body.Kind.TOWNSHIP)
        body.document_prefix = f"{name[:2]}人发"
        body.save()
        place.bodies.append(body)
        place.villages[body.pk] = villages
    for code, name, villages in STREETS:
        body = _body(county, code, f"禾望县人大{name}工作委员会", name, Body.Kind.STREET)
        place.bodies.append(body)
        place.villages[body.pk] = villages
    for body in place.bodies:
        if not body.is_street:
            _open_terms(place, body, today)
        _found_offices(place, body, today)
    _form_groups(place)
    return place


def _body(county, code, name, short_name, kind):
    return Body.objects.create(
        code=f"{CODE}-{code}", name=name, short_name=short_name, kind=kind, parent=county
    )


def _open_terms(place, body, today):
    """Sessions each January at the county, January and July at townships, for two years and more."""
    first_number = 18 if body.is_county else 19
    shift = 0 if body.is_county else 8 + 2 * place.bodies.index(body)
    months = [(1, 13)] if body.is_county else [(1, 13), (7, 8)]
    place.sessions[body.pk] = []
    terms: dict[int, Term] = {}
    counters: dict[int, int] = {}
    for year in range(min(FIRST_TERM_YEAR, today.year - 4), today.year + 1):
        turn = (year - FIRST_TERM_YEAR) // 5
        for month, day in months:
            opens_on = date(year, month, day) + timedelta(days=shift)
            closes_on = opens_on + timedelta(days=2 if body.is_county else 1)
            if closes_on >= today:
                continue
            if turn not in terms:
                terms[turn] = Term.objects.create(
                    body=body, number=first_number + turn, starts_on=opens_on
                )
                if turn - 1 in terms:
                    Term.objects.filter(pk=terms[turn - 1].pk).update(ends_on=opens_on)
            counters[turn] = counters.get(turn, 0) + 1
            session = Session.objects.create(
                term=terms[turn], number=counters[turn], opens_on=opens_on, closes_on=closes_on
            )
            place.sessions[body.pk].append(session)
    term = terms[max(terms)]
    places = place.villages[body.pk]
    place.districts[body.pk] = District.objects.bulk_create(
        District(
            term=term, number=str(number), name=f"{name}选区", seats=6 if body.is_county else 7
        )
        for number, name in enumerate(places, 1)
    )


def _found_offices(place, body, today):
    found = place.offices.setdefault(body.pk, {})
    if body.is_county:
        for name, kind, prefix, leader in COUNTY_OFFICES:
            post, person = leader.split()
            found[name] = Office.objects.create(
                body=body,
                name=name,
                kind=kind,
                document_prefix=prefix,
                leader_in_charge=person,
                leader_post=post,
                phone="0000-12345",
            )
        _reorganise(place, body, today)
        return
    for role, (suffix, kind) in (STREET_OFFICES if body.is_street else TOWN_OFFICES).items():
        found[role] = Office.objects.create(
            body=body,
            name=f"{body.short_name}{suffix}",
            kind=kind,
            document_prefix=f"{body.short_name[:2]}函",
            leader_in_charge="分管副职",
            phone="0000-23456",
        )
    found["village"] = Office.objects.create(
        body=body,
        name=f"{place.villages[body.pk][0]}{'居民委员会' if body.is_street else '村民委员会'}",
        kind=Office.Kind.VILLAGE,
        phone="0000-34567",
    )


def _reorganise(place, county, today):
    """One office was renamed, one merged into it; old papers still find both."""
    changed_on = today - timedelta(days=560)
    successor = place.offices[county.pk]["县教育体育局"]
    OfficeName.objects.create(office=successor, name="县教育局", until=changed_on)
    Office.objects.create(
        body=county,
        name="县体育事业发展中心",
        kind=Office.Kind.DEPARTMENT,
        closed_on=changed_on,
        merged_into=successor,
    )


def _form_groups(place):
    for body in place.bodies:
        if body.is_county:
            names = [f"{name}代表小组" for _code, name, _villages in TOWNSHIPS + STREETS]
        elif body.is_street:
            continue
        else:
            names = [f"第{NUMERALS[index]}代表小组" for index in range(3)]
        place.groups[body.pk] = [Group.objects.create(body=body, name=name) for name in names]
