"""Lists are taken over and changed; evidence is put in; stars are given and taken back."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.limits import refuse_too_many, twin_of
from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.files.storing import discard, store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.saving import save, write
from lianxin.work.stations import proofs
from lianxin.work.stations.checking import check
from lianxin.work.stations.models import (
    ChecklistItem,
    ChecklistTemplate,
    Evidence,
    StarGrant,
    Station,
)
from lianxin.work.stations.permissions import Permission
from lianxin.work.stations.shipped import shipped_lists

STARS_ENABLED = "station.stars_enabled"


@transaction.atomic
def adopt_list(body: Body, code: str, *, by: Account | None) -> ChecklistTemplate:
    """Take over a list that came with the software, to be changed as the body likes.

    Raises PermissionDenied; Refused for an unknown code or one taken over already.
    """
    require(by, Permission.SET_LISTS, body)
    shipped = shipped_lists().get(code)
    if shipped is None:
        raise Refused(_("没有这份参考清单。请从页面上的参考清单里选。"))
    template = ChecklistTemplate(
        body=body, use=shipped.use, code=code, title=shipped.title, source=shipped.source
    )
    save(template)
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            template=template, position=place, words=one.words, proof=one.proof, points=one.points
        )
        for place, one in enumerate(shipped.items, 1)
    )
    record(by, "station.list_adopt", template, gettext("采用清单：%s") % template.title)
    return template


@transaction.atomic
def open_list(
    body: Body, title: str, *, by: Account | None, source: str = "", use: str = "check"
) -> ChecklistTemplate:
    """Begin a list of the body's own. Raises PermissionDenied, Refused for a title in use."""
    require(by, Permission.SET_LISTS, body)
    template = ChecklistTemplate(body=body, use=use, title=title.strip(), source=source.strip())
    save(template)
    record(by, "station.list_open", template, gettext("新建清单：%s") % template.title)
    return template


@transaction.atomic
def change_list(template: ChecklistTemplate, *, by: Account | None, **values: Any) -> None:
    """Change title, source, `marks` or `is_in_use`. Raises PermissionDenied, Refused."""
    require(by, Permission.SET_LISTS, template)
    before = {name: getattr(template, name) for name in values}
    write(template, values)
    if values != before:
        record(
            by,
            "station.list_change",
            template,
            gettext("更改清单：%s") % template.title,
            before=before,
            after=values,
        )


@transaction.atomic
def set_item(
    template: ChecklistTemplate,
    *,
    words: str,
    by: Account | None,
    proof: str = "",
    points: int = 0,
    position: int | None = None,
    item: ChecklistItem | None = None,
) -> ChecklistItem:
    """Add an item to a list, or change `item` of it.

    proof: key of a computed proof; empty where a file is to show it.
    points: what it earns on a star sheet.
    Raises PermissionDenied, Refused for empty words or an unknown proof.
    """
    require(by, Permission.SET_LISTS, template)
    if proof and not proofs.is_known(proof):
        raise Refused(_("没有这种由系统计算的证明，请从名单里选。"))
    if position is None:
        position = template.items.count() + 1
    before = None if item is None else _plain(item)
    item = item or ChecklistItem(template=template)
    write(item, {"words": words.strip(), "proof": proof, "points": points, "position": position})
    if before != _plain(item):
        record(
            by,
            "station.list_item",
            template,
            gettext("%(list)s的项目：%(words)s") % {"list": template.title, "words": item.words},
            before=before,
            after=_plain(item),
        )
    return item


@transaction.atomic
def drop_item(item: ChecklistItem, *, by: Account | None, on: date) -> None:
    """Ask for an item no more; evidence put in for it stays. Raises PermissionDenied, WrongStatus."""
    require(by, Permission.SET_LISTS, item.template)
    if item.dropped_on is not None:
        raise WrongStatus(_("这个项目已经停用。"))
    write(item, {"dropped_on": on})
    record(
        by,
        "station.list_drop",
        item.template,
        gettext("停用项目：%s") % item.words,
        after={"on": on},
    )


@transaction.atomic
def put_in(
    station: Station,
    item: ChecklistItem,
    upload: Any,
    *,
    year: int,
    by: Account | None,
    note: str = "",
) -> Evidence:
    """Put in a file that shows that an item is met in a year.

    upload: what `files.storing.store` takes. The same bytes sent twice are kept once.
    Raises PermissionDenied; WrongStatus for a closed station; Refused for an item of
    another list or one that is computed, for a file that is not allowed or too many.
    """
    require(by, Permission.PROVE, station)
    if station.closed_on is not None:
        raise WrongStatus(_("本站已经撤销，不能再添加材料。"))
    if item.dropped_on or not ChecklistTemplate.objects.for_body(station.body).in_use().filter(
        pk=item.template_id
    ):
        raise Refused(_("这个项目不在本站现行的清单里。请刷新页面后再传。"))
    if item.proof and proofs.is_known(item.proof):
        raise Refused(_("这个项目由系统按记录计算，不收材料。补上相应的记录，就会达标。"))
    Station.objects.select_for_update().filter(pk=station.pk).first()
    known = StoredFile.objects.filter(
        station_evidence__station=station,
        station_evidence__item=item,
        station_evidence__year=year,
    )
    stored = store(upload, by=by, body=station.body)
    if twin := twin_of(stored, known):
        discard(stored)
        return station.evidence.get(item=item, year=year, file=twin)
    refuse_too_many(stored, known)
    evidence = Evidence(
        item=item, station=station, year=year, file=stored, note=note.strip(), added_by=by
    )
    save(evidence)
    record(
        by,
        "station.evidence",
        station,
        gettext("%(year)s 年“%(item)s”添加材料：%(file)s")
        % {"year": year, "item": item.words, "file": stored.original_name},
        after={"item": item.pk, "file": stored.pk},
    )
    return evidence


@transaction.atomic
def take_back(evidence: Evidence, *, by: Account | None) -> None:
    """Take a file out again; the ledger keeps its name. Raises PermissionDenied."""
    station, stored = evidence.station, evidence.file
    require(by, Permission.PROVE, station)
    record(
        by,
        "station.evidence_out",
        station,
        gettext("%(year)s 年“%(item)s”撤下材料：%(file)s")
        % {"year": evidence.year, "item": evidence.item.words, "file": stored.original_name},
        before={"item": evidence.item_id, "file": stored.pk},
    )
    evidence.delete()
    if not stored.station_evidence.exists():
        discard(stored)


@transaction.atomic
def grant_stars(station: Station, *, year: int, by: Account | None, today: date) -> StarGrant:
    """Give the stars that the score earns, and keep the score as it is today.

    Raises PermissionDenied; Refused while stars are not given here, without a star
    sheet, when the score earns none or the year has its stars.
    """
    require(by, Permission.GRANT_STARS, station)
    if not rule(STARS_ENABLED, station.body, today).value:
        raise Refused(_("本级没有开启星级评定。要评，请先在“规则”里开启。"))
    result = next(iter(check(station, year, use=ChecklistTemplate.Use.STARS)), None)
    if result is None:
        raise Refused(_("还没有星级评定标准。请先在“检查清单”里采用或者新建一份。"))
    if not result.stars:
        raise Refused(
            gettext("得分 %(points)s 分（满分 %(most)s 分），还不够一星，没有评定。")
            % {"points": result.points, "most": result.most}
        )
    grant = StarGrant(
        station=station,
        year=year,
        stars=result.stars,
        points=result.points,
        lines=[[one.item.words, one.points, one.item.points, one.words] for one in result.items],
        granted_on=today,
        granted_by=by,
    )
    save(grant)
    record(
        by,
        "station.stars",
        station,
        gettext("评定为 %(year)s 年度%(stars)s星级，%(points)s 分")
        % {"year": year, "stars": result.stars, "points": result.points},
        after={"year": year, "stars": result.stars, "points": result.points},
    )
    return grant


@transaction.atomic
def withdraw_stars(grant: StarGrant, *, reason: str, by: Account | None, today: date) -> None:
    """Take the stars of a year back. Raises PermissionDenied, WrongStatus, Refused without reason."""
    require(by, Permission.GRANT_STARS, grant.station)
    if grant.withdrawn_on is not None:
        raise WrongStatus(_("这次评定已经取消。"))
    if not reason.strip():
        raise Refused(_("取消星级应当写明理由。"))
    write(grant, {"withdrawn_on": today, "withdrawn_reason": reason.strip()})
    record(
        by,
        "station.stars_withdraw",
        grant.station,
        gettext("取消 %(year)s 年度%(stars)s星级") % {"year": grant.year, "stars": grant.stars},
        reason=reason.strip(),
        before={"year": grant.year, "stars": grant.stars},
    )


def _plain(item: ChecklistItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("words", "proof", "points", "position")}
