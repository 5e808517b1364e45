"""The demo county's homes, stations and points: who keeps them, who sits there, whom they reach."""

from datetime import date, timedelta
from decimal import Decimal

from lianxin.faces.setup.demo.people import star_deputy
from lianxin.foundation.ledger.chain import gathered, happening_at
from lianxin.foundation.people.models import Account, Body, Grant, Office, Role, Seat
from lianxin.work.stations import workflow
from lianxin.work.stations.models import CODE_ALPHABET, Staff, Station, WallSheet

K, P = Station.Kind, Staff.Post
# No station reaches these villages yet.
LEFT_OUT = {"新立村", "槐荫村"}
ROOMS = "接待室、代表活动室、资料柜、电脑、投影仪"
PLANNED = [
    "1月 代表学习和年度计划说明",
    "3月 接待选民，征集春耕用水意见",
    "5月 视察村道安全",
    "7月 听政日：卫生院服务",
    "9月 走访困难家庭",
    "11月 代表向选民述职",
]
REPORTS = [
    "到站代表 5 人，说明全年安排，分了接待班次。",
    "接待来访 6 批，收到意见 6 条，其中 2 条转为代表建议。",
    "视察村道 4 处，2 处缺护栏，已向镇政府提出。",
    "镇卫生院到站说明服务安排，群众提问 11 个，当场答复 9 个。",
    "分三组走访 12 户，意见已逐条登记。",
]
PLAN_ENDS = ("approve", "submit", "return")
PLEDGES = [
    "每月到站接待一次，接到的意见件件有回音。",
    "盯住村里饮水管网改造，直到通水。",
    "为留守老人多跑腿，每季度走访十户。",
    "学好代表法，不缺席小组活动。",
]
# Where each body lies on the county's own map.
PLACES = {
    "hewang": ("113.412", "33.902"),
    "hewang-liuxi": ("113.318", "33.968"),
    "hewang-shiqiao": ("113.502", "33.991"),
    "hewang-yunling": ("113.246", "33.866"),
    "hewang-donghe": ("113.557", "33.858"),
    "hewang-changping": ("113.371", "33.794"),
    "hewang-dongcheng": ("113.436", "33.907"),
    "hewang-nanhu": ("113.404", "33.886"),
}


def load(stage) -> None:
    """Villages with an account each, then the network as it stands today."""
    villages = _villages(stage)
    with happening_at(stage.next_moment()), gathered():
        for body in stage.place.bodies:
            _network(stage, body, villages.get(body.pk, []))
        _lists(stage)
        _plans(stage)
        _walls(stage)


def _villages(stage) -> dict[int, list[Office]]:
    """The offices of all villages, by body; the first of each is there already."""
    place, people = stage.place, stage.people
    found: dict[int, list[Office]] = {}
    for body in place.bodies:
        if body.is_county:
            continue
        ending = "居民委员会" if body.is_street else "村民委员会"
        first = place.offices[body.pk]["village"]
        others = [
            Office(body=body, name=f"{name}{ending}", kind=Office.Kind.VILLAGE, phone="0000-34567")
            for name in place.villages[body.pk][1:]
        ]
        found[body.pk] = [first, *Office.objects.bulk_create(others)]
    new = [office for offices in found.values() for office in offices[1:]]
    unusable = people.handlers[first.pk].password
    accounts = Account.objects.bulk_create(
        Account(username=f"o{office.pk}", name=f"{office.name}经办员", password=unusable)
        for office in new
    )
    since = stage.last_day - timedelta(days=900)
    Grant.objects.bulk_create(
        Grant(
            account=account,
            role=Role.OFFICE_HANDLER,
            body=office.body,
            office=office,
            valid_from=since,
        )
        for office, account in zip(new, accounts, strict=True)
    )
    for office, account in zip(new, accounts, strict=True):
        people.handlers[office.pk] = people.heads[office.pk] = account
        stage.offices[office.pk] = office
    return found


def _network(stage, body: Body, villages: list[Office]) -> None:
    """A home, two or three stations, points; most villages reached by one of them."""
    clerk = stage.people.clerks[body.pk]
    reached = [one for one in villages if _short(one) not in LEFT_OUT]
    share = -(-len(reached) // 2)
    sites: list[tuple[Station.Kind, str, list[Office]]] = [
        (K.HOME, f"{body.short_name}人大代表之家", [])
    ]
    if not body.is_county:
        sites += [
            (K.STATION, f"{body.short_name}中心联络站", reached[:share]),
            (K.STATION, f"{_short(reached[share])}联络站", reached[share:]),
            (K.POINT, f"{_short(reached[-1])}联系点", reached[-1:]),
        ]
    if body.is_street:
        sites.append((K.STUDIO, f"{body.short_name}代表工作室", reached[:1]))
    if body == stage.place.bodies[1]:
        sites.append((K.STATION, f"{_short(reached[1])}联络站", reached[1:2]))
    members = _members(stage, body)
    for turn, (kind, name, served) in enumerate(sites):
        station = workflow.open_station(
            name,
            body=body,
            by=clerk,
            kind=kind,
            villages=served,
            # Drawn like everything here: the same day gives the same addresses.
            code="".join(stage.rng.choice(CODE_ALPHABET) for _place in range(6)),
            **_facts(body, kind, turn, name, served),
        )
        _people(stage, station, turn, members)


def _facts(body, kind, turn, name, served) -> dict:
    longitude, latitude = (Decimal(one) for one in PLACES[body.code])
    around = [(0, 0), (12, 8), (-25, 17), (21, -23), (-17, -21)][turn % 5]
    where = _short(served[0]) if served else body.short_name
    is_small = kind in (K.POINT, K.STUDIO)
    return {
        "address": f"{where}{'村口' if is_small else '便民服务中心'} {turn + 1} 号",
        "hours": "每周一 9:00—11:30" if is_small else "周一至周五 9:00—11:30、14:30—17:00",
        "phone": f"0000-56{body.pk % 10}{turn:02d}",
        "rooms": "接待桌、公示栏" if is_small else ROOMS,
        "introduction": (
            f"{name}由{body.short_name}人大设立，代表在这里接待选民、收集意见、开展活动。"
            "您有话要说，可以到站里来，也可以扫码留言。"
        ),
        "opened_on": date(2023, 3 + turn, 20),
        "longitude": longitude + Decimal(around[0]) / 1000,
        "latitude": latitude + Decimal(around[1]) / 1000,
    }


def _people(stage, station: Station, turn: int, members: list[Seat]) -> None:
    body, people = station.body, stage.people
    clerk, since = people.clerks[body.pk], station.opened_on or stage.last_day
    mine = members[turn * 4 : turn * 4 + 5]
    if station.kind in (K.HOME, K.STATION):
        # The last station of the second township waits for a second deputy head.
        is_short = body == stage.place.bodies[2] and turn == 2
        posts = [P.HEAD, P.DEPUTY_HEAD, *([] if is_short else [P.DEPUTY_HEAD])]
        for post, seat in zip(posts, mine, strict=False):
            workflow.appoint(
                station,
                post=post,
                name=seat.person.name,
                account=people.accounts.get(seat.person_id),
                by=clerk,
                since=since,
            )
    liaison = people.liaisons.get(body.pk)
    if liaison is not None:
        workflow.appoint(
            station, post=P.LIAISON, name=liaison.name, account=liaison, by=clerk, since=since
        )
    for seat in mine:
        workflow.attach_deputy(station, seat, by=clerk, since=max(since, seat.started_on))


def _members(stage, body: Body) -> list[Seat]:
    """Seats of the body's deputies; the demo's own deputy sits at the first township's stations."""
    seats = {
        seat.person_id: seat
        for seat in Seat.objects.in_office()
        .filter(
            person__in=[person.pk for person in stage.people.deputies[body.pk]],
            body=body.parent if body.is_street else body,
        )
        .select_related("person")
    }
    found = [seats[one.pk] for one in stage.people.deputies[body.pk] if one.pk in seats]
    star = star_deputy(stage.place, stage.people)
    if body == stage.place.bodies[1]:
        # First among those of the second place, which is the centre station.
        found.sort(key=lambda seat: seat.person_id == star.pk)
        found.insert(4, found.pop())
    return found


def _lists(stage) -> None:
    """The county's lists hold for all; the first township has one more of its own."""
    county, town = stage.place.bodies[:2]
    for body, codes in ((county, ["staff", "five_a", "three_b"]), (town, ["seven", "ten_ones"])):
        for code in codes:
            workflow.adopt_list(body, code, by=stage.people.clerks[body.pk])
    workflow.set_plan_template(
        county,
        year=stage.last_day.year,
        guidance="各站结合本地实际订计划：每季度至少一次活动，每月有代表接待；事项写明月份。",
        items="\n".join(PLANNED),
        by=stage.people.clerks[county.pk],
    )


def _plans(stage) -> None:
    """Plans of the first two townships: approved and reported on, returned, waiting, not begun."""
    year = stage.last_day.year
    for body, ends in zip(stage.place.bodies[1:3], (PLAN_ENDS, PLAN_ENDS[::-1]), strict=True):
        clerk, liaison = stage.people.clerks[body.pk], stage.people.liaisons[body.pk]
        stations = Station.objects.filter(body=body, kind=K.STATION).order_by("pk")
        for station, end in zip(stations, ends, strict=False):
            plan = workflow.write_plan(
                station,
                year=year,
                text="围绕群众关心的路、水、电和办事，按月开展活动。",
                items="\n".join(PLANNED),
                by=liaison,
            )
            submitted_on = date(year, 1, 10)
            workflow.submit_plan(plan, by=liaison, today=submitted_on)
            if end == "return":
                reason = "请写明每次活动由哪位代表牵头。"
                workflow.return_plan(plan, reason=reason, by=clerk, today=submitted_on)
            if end == "approve":
                workflow.approve_plan(plan, by=clerk, today=date(year, 1, 15))
                _report(stage, plan, liaison)


def _report(stage, plan, liaison) -> None:
    """Everything held so far was reported on, but for the latest."""
    held = [item for item in plan.items.all() if item.month < stage.last_day.month]
    for item, report in zip(held[:-1], REPORTS, strict=False):
        workflow.report_item(
            item,
            held_on=date(plan.year, item.month, 20),
            report=report,
            by=liaison,
            today=stage.last_day,
        )


def _walls(stage) -> None:
    """The first centre station has its sheets on the wall; one deputy's promise came later."""
    body = stage.place.bodies[1]
    liaison = stage.people.liaisons[body.pk]
    station = Station.objects.filter(body=body, kind=K.STATION).order_by("pk")[0]
    attached = list(station.attached.select_related("seat__person").order_by("pk"))
    for one, text in zip(attached[1:], PLEDGES, strict=False):
        workflow.pledge(one, text, by=liaison)
    for kind in WallSheet.Kind:
        workflow.print_sheet(station, kind, size=WallSheet.Size.A3, by=liaison)
    workflow.pledge(attached[0], "每季度向选民报告一次履职情况。", by=liaison)


def _short(office: Office) -> str:
    return office.name.removesuffix("村民委员会").removesuffix("居民委员会")
