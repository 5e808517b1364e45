"""Registering what came, and reading who came with it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Matter, NumberSeries
from lianxin.engines.matters.workflow.moves import save_or_refuse
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.petitions import clocks
from lianxin.work.petitions.codes import hash_of, new_code
from lianxin.work.petitions.models import Accused, Clock, Petition, Petitioner
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.workflow.moves import UNDER_WAY, S, managed, need_status, note, refresh

P = clocks.Purpose
Channel = Petition.Channel


class TooManyRepresentatives(Refused):
    """A group visit on one matter sends at most five representatives."""


class Registered(NamedTuple):
    """A petition and the code its petitioner asks with; the code is shown this once."""

    petition: Petition
    code: str


@transaction.atomic
def register(
    body,
    *,
    channel: str,
    title: str,
    text: str,
    by,
    today: date,
    received_on: date | None = None,
    sort: str = Petition.Sort.CLAIM,
    number_of_persons: int = 1,
    is_group: bool = False,
    representatives: int | None = None,
    petitioners: Sequence[dict] = (),
    accused: Sequence[dict] = (),
    **fields,
) -> Registered:
    """Register a letter, a visit, a call, a network petition or a referral from above.

    received_on: day of receipt, from which the time for deciding is counted.
    number_of_persons: how many came or signed, counted apart from cases.
    petitioners: dicts of name, phone, address, id_tail, is_representative; none
        where name or address is unclear.
    accused: dicts of office, person, account, name, post: who is complained of.
    fields: place, topic, is_unreachable, higher_organ, higher_number,
        report_due_on, shares_with_office, message.
    Raises PermissionDenied, TooManyRepresentatives, Refused for what is missing.

    Source: 信访工作条例 (2022), arts. 19, 20 para. 3, 22, 23.
    """
    require(by, Permission.REGISTER, body)
    day = received_on or today
    if day > today:
        raise Refused(_("收到日期不能晚于今天。请改正日期。"))
    if not title.strip() or not text.strip():
        raise Refused(_("请写明标题和反映的内容；口头提出的，照来访人的话如实记录。"))
    people = [one for one in petitioners if any(str(value).strip() for value in one.values())]
    _check_group(body, day, channel, is_group, representatives, number_of_persons)
    petition = Petition(
        body=body,
        county_id=body.county_id,
        kind=Matter.Kind.PETITION,
        channel=channel,
        sort=sort,
        title=title.strip(),
        text=text,
        number_of_persons=number_of_persons,
        is_group=is_group,
        representatives=representatives,
        submitted_on=day,
        year=day.year,
        status=S.SUBMITTED,
        created_by=by,
        **fields,
    )
    if not any(one.get("name", "").strip() for one in people):
        # Nobody to write to: the organ owes no written answer (art. 23 para. 2).
        petition.is_unreachable = True
    code = new_code()
    petition.query_hash = hash_of(code)
    petition.number_scope = f"petition-{day.year}"
    petition.number = _next_number(body, petition.number_scope, day.year)
    save_or_refuse(petition)
    for one in people:
        save_or_refuse(Petitioner(petition=petition, **one))
    _accuse(petition, accused)
    clocks.start(petition, P.DECISION, day)
    if channel == Channel.HIGHER:
        clocks.start(petition, P.OBJECTION, day)
    if channel == Channel.HIGHER and petition.report_due_on:
        Clock.objects.create(
            petition=petition,
            purpose=P.REPORT,
            started_on=min(day, petition.report_due_on),
            due_on=petition.report_due_on,
            rule={"source": _("上级转交文件 %s") % petition.higher_number},
        )
    refresh(petition)
    note(
        petition,
        by,
        "register",
        _("登记信访事项（%(channel)s，%(persons)s 人）")
        % {"channel": petition.get_channel_display(), "persons": number_of_persons},
    )
    return Registered(petition, code)


def _check_group(body, day, channel, is_group, representatives, persons) -> None:
    if not is_group:
        return
    if persons < 2:
        raise Refused(_("多人共同提出的，人数应当在 2 人以上。请核对人数。"))
    if channel != Channel.VISIT:
        return
    most = rule("petition.representatives", body, day)
    if not representatives:
        raise Refused(
            _("多人走访提出共同事项的，应当推选代表。请填写推选代表的人数。"),
            article=most.source,
        )
    if representatives > most.value:
        raise TooManyRepresentatives(
            _(
                "多人走访推选的代表不得超过 %(most)s 人，现填 %(number)s 人。请请来访群众重新推选代表。"
            )
            % {"most": most.value, "number": representatives},
            article=most.source,
        )


def _next_number(body, scope: str, year: int) -> str:
    series, _created = NumberSeries.objects.select_for_update().get_or_create(
        body=body, scope=scope
    )
    series.last += 1
    series.save(update_fields=["last"])
    return f"信〔{year}〕{series.last}号"


@transaction.atomic
def name_accused(petition, *, accused: Sequence[dict], by) -> None:
    """Write down who is complained of, or who else; they lose sight of the petition at once.

    Raises Refused where an accused office holds it: it must be taken back first.
    """
    managed(petition, by)
    need_status(petition, *UNDER_WAY)
    offices = [one["office"] for one in accused if one.get("office")]
    held = petition.referrals.in_force().filter(office__in=offices).select_related("office")
    if holder := held.first():
        raise Refused(
            _("%(office)s正在承办本件。请先收回转办，再登记其为被反映单位。")
            % {"office": holder.receiver},
            article=_("信访工作条例第三十条第三款"),
        )
    _accuse(petition, accused)
    note(petition, by, "name_accused", _("登记被反映的单位和人员，有关人员回避"))


def _accuse(petition, accused) -> None:
    for one in accused:
        named = one | {"name": one.get("name", "").strip()}
        if any(named.get(name) for name in ("office", "person", "account", "name")):
            save_or_refuse(Accused(petition=petition, **named))


@transaction.atomic
def read_petitioners(petition, *, reason: str, by) -> list[Petitioner]:
    """Who raised the petition, for one who has a reason to know; the reading is on the ledger.

    Raises PermissionDenied, Refused without a reason.
    Source: issue 4; 个人信息保护法 arts. 6, 25; 信访工作条例 (2022), art. 30 para. 3.
    """
    require(by, Permission.READ_PETITIONER, petition)
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("查看信访人信息要写明事由，如“电话告知受理情况”。事由会留痕。"))
    note(petition, by, "personal_data_read", _("查看信访人信息"), reason=reason.strip())
    return list(petition.petitioners.all())


LEAST_REASON = 4
"""Characters of a reason: 「核实」 alone explains nothing."""
