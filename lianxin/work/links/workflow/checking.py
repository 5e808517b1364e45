"""Spot checks: a draw that can be repeated, and the calls."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.links.drawing import drawn, new_seed
from lianxin.work.links.models import LinkedVoter, SpotCall, SpotCheck
from lianxin.work.links.permissions import Permission

MOST = 100


@transaction.atomic
def draw_check(body: Body, *, size: int, by: Account, today: date, seed: str = "") -> SpotCheck:
    """Draw linked voters of a body to be called.

    seed: only for repeating a draw in a test; otherwise drawn by the system.
    Raises PermissionDenied; Refused where nobody is linked or the number makes no sense.

    Source: systems.md S-041 (经常开展抽查).
    """
    require(by, Permission.CHECK, body)
    if not 1 <= size <= MOST:
        raise Refused(gettext("一次抽 1 至 %s 人。请改人数。") % MOST)
    linked = LinkedVoter.objects.on(today).filter(body=body, seat__state=Seat.State.IN_OFFICE)
    pool = sorted(linked.values_list("pk", flat=True))
    if not pool:
        raise Refused(_("还没有登记联系的选民，没有可抽的人。请先请代表登记。"))
    check = SpotCheck.objects.create(
        body=body,
        seed=seed or new_seed(),
        pool=pool,
        size=min(size, len(pool)),
        drawn_on=today,
        drawn_by=by,
    )
    SpotCall.objects.bulk_create(
        SpotCall(draw=check, voter_id=pk, position=place)
        for place, pk in enumerate(drawn(check.seed, pool, size), 1)
    )
    record(
        by,
        "link.draw",
        check,
        gettext("从 %(pool)s 名联系选民中抽取 %(size)s 名抽查")
        % {"pool": len(pool), "size": check.size},
        after={"seed": check.seed, "pool": len(pool), "size": check.size},
    )
    return check


@transaction.atomic
def record_call(
    call: SpotCall, *, result: str, by: Account | None, today: date, words: str = ""
) -> None:
    """Keep what a call found, or put it right; the ledger keeps what stood there before.

    words: what the voter said; asked for where it does not match.
    Raises PermissionDenied; Refused for no result, and for a doubt without words.
    """
    require(by, Permission.CHECK, call.draw)
    if result not in SpotCall.Result.values or not result:
        raise Refused(_("请选择抽查结果：相符、不相符或者未接通。"))
    if result == SpotCall.Result.NOT_CONFIRMED and not words.strip():
        raise Refused(_("不相符的，请写明选民怎么说。"))
    before = {"result": call.result}
    call.result, call.words = result, words.strip()[:300]
    call.called_on, call.called_by = today, by
    call.save(update_fields=["result", "words", "called_on", "called_by"])
    record(
        by,
        "link.call",
        call.draw,
        gettext("抽查第 %(place)s 名：%(result)s")
        % {"place": call.position, "result": call.get_result_display()},
        before=before,
        after={"result": call.result, "voter": call.voter_id},
    )
