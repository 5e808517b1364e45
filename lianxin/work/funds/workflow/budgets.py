"""The year's budget: so much for each deputy; and what of it is paid in."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from lianxin.engines import tenure
from lianxin.foundation.figures.words import in_yuan
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.rules import rule
from lianxin.work.funds.models import Allocation, Budget
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.workflow.common import check_amount, checked, locked, note

RATE, WHOLE_YEAR = "fund.per_deputy", "fund.counts_whole_year"


@transaction.atomic
def draw_up(*, body, year: int, by, today: date, counted_on: date | None = None) -> Budget:
    """Draw up the budget of a year: the rulebook's rate for each deputy counted.

    counted_on: whose deputies and whose rate count; 1 January unless said. As a rule who is
    in duty on that day counts for the whole year, and a seat that ends or is suspended later
    leaves the base of the next year; where the body's rulebook says otherwise
    (`fund.counts_whole_year`: no), each seat counts for its days in duty of the year.
    Raises Refused without a rate, without deputies and for a year that has its budget.
    """
    day = counted_on or date(year, 1, 1)
    budget = Budget(body=body, year=year, counted_on=day)
    require(by, Permission.KEEP, budget)
    if day.year != year or not 2000 <= year <= 2100:
        raise Refused(_("计算日期应当在这一年度之内。"))
    if Budget.objects.filter(body=body, year=year).exists():
        raise Refused(_("%d 年度的预算已经编过。人数或者标准有变的，请用“重新计算”。") % year)
    _count(budget)
    checked(budget)
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError as error:
        raise Refused(_("这一年度的预算刚刚有人编过。请刷新页面。")) from error
    note(by, "draw_up", budget, _("编制预算：%s") % in_words(budget), after=_kept(budget))
    return budget


@transaction.atomic
def count_again(budget: Budget, *, counted_on: date, by, today: date) -> Budget:
    """Compute the budget anew, as of another day: a supplement, or a mistake put right.

    Raises Refused where less would come out than has been paid in already.
    """
    require(by, Permission.KEEP, budget)
    locked(budget)
    before = _kept(budget)
    if counted_on.year != budget.year:
        raise Refused(_("计算日期应当在这一年度之内。"))
    budget.counted_on = counted_on
    _count(budget)
    allocated = budget.allocations.aggregate(total=Sum("amount"))["total"] or 0
    if budget.amount < allocated:
        raise Refused(
            _(
                "重新计算的预算是 %(amount)s，比已经拨付的 %(allocated)s 少，没有改动。请核对人数和标准。"
            )
            % {"amount": in_yuan(budget.amount), "allocated": in_yuan(allocated)}
        )
    if _kept(budget) == before:
        raise Refused(_("计算结果没有变化，没有改动。"))
    budget.save()
    words = _("重新计算预算：%s") % in_words(budget)
    note(by, "count_again", budget, words, before=before, after=_kept(budget))
    return budget


def _count(budget: Budget) -> None:
    """Set rate, deputies and amount by the rulebook of the counting day. Raises Refused."""
    day = budget.counted_on
    rate = rule(RATE, budget.body, day)
    if not rate.value:
        raise Refused(
            _(
                "本级还没有规定代表活动经费标准。请先在“规则”里设定“%s”，写明从哪天起、依据什么文件。"
            )
            % rate.title
        )
    budget.rate, budget.basis = rate.value * 100, rate.source[:200]
    budget.is_by_days = not rule(WHOLE_YEAR, budget.body, day).value
    first, last = date(budget.year, 1, 1), date(budget.year, 12, 31)
    span = (first, last) if budget.is_by_days else (day, day)
    people = tenure.people_in_duty(budget.body, *span)
    budget.deputies = len(people)
    if not people:
        raise Refused(_("%s没有在任代表，不能编制预算。请先登记代表名单。") % day)
    if budget.is_by_days:
        shares = (tenure.share_of(periods, first, last) for periods in people.values())
        budget.amount = sum(share.of_quota(budget.rate) for share in shares)
    else:
        budget.amount = budget.rate * budget.deputies


def in_words(budget: Budget) -> str:
    """99 名代表 × 500 元 = 49500 元."""
    words = _("%(number)d 名代表，每名 %(rate)s，共 %(amount)s") % {
        "number": budget.deputies,
        "rate": in_yuan(budget.rate),
        "amount": in_yuan(budget.amount),
    }
    return words + (_("（按任职天数折算）") if budget.is_by_days else "")


def _kept(budget: Budget) -> dict:
    return {
        "counted_on": budget.counted_on.isoformat(),
        "rate": budget.rate,
        "deputies": budget.deputies,
        "is_by_days": budget.is_by_days,
        "amount": budget.amount,
    }


@transaction.atomic
def allocate(
    budget: Budget, *, amount: int, on: date, by, today: date, source: str = ""
) -> Allocation:
    """Enter money paid in (拨付), in 分. Raises Refused above the budget."""
    require(by, Permission.KEEP, budget)
    locked(budget)
    check_amount(amount)
    if on > today:
        raise Refused(_("拨付日期还没有到。请在到账以后登记。"))
    allocated = budget.allocations.aggregate(total=Sum("amount"))["total"] or 0
    if allocated + amount > budget.amount:
        raise Refused(
            _("预算 %(budget)s，已拨付 %(allocated)s，再拨 %(amount)s 就超过预算了。")
            % {
                "budget": in_yuan(budget.amount),
                "allocated": in_yuan(allocated),
                "amount": in_yuan(amount),
            }
            + _("追加预算的，请先“重新计算”。")
        )
    made = Allocation(budget=budget, amount=amount, on=on, source=source.strip(), by=by)
    checked(made)
    made.save()
    note(by, "allocate", budget, _("拨付 %s") % in_yuan(amount), after={"amount": amount})
    return made
