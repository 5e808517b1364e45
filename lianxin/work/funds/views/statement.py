"""The years of a body's funds, one year's statement, its budget and what was paid in."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.foundation.figures.words import in_yuan, yuan
from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.people.models import CLERKS, Body
from lianxin.foundation.people.permissions import may
from lianxin.foundation.rulebook.rules import rule
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, found_for, step_page, typed
from lianxin.ui.paging import paginate
from lianxin.work.duty.entries import sections_for
from lianxin.work.funds import workflow
from lianxin.work.funds.exporting import statement_export
from lianxin.work.funds.forms import AllocationForm, BudgetForm, CountForm
from lianxin.work.funds.models import Budget, Claim
from lianxin.work.funds.permissions import Permission
from lianxin.work.funds.queries import account_of, by_purpose, groups_led
from lianxin.work.funds.workflow.budgets import RATE, in_words

MOST_YEARS = 60


def bodies_kept(user) -> list[Body]:
    """Bodies whose funds `user` keeps as their clerk."""
    return user.bodies_as(*CLERKS)


def crumbs(budget: Budget | None = None) -> list[tuple[Any, str]]:
    way: list[tuple[Any, str]] = [(_("经费"), reverse("funds:list"))]
    if budget is not None:
        way.append((str(budget), budget.get_absolute_url()))
    return way


def budget_for(request, pk: int, permission: str = "") -> Budget:
    return found_for(request, Budget, pk, permission, related=("body",))


@require_safe
def overview(request):
    """Years of every body one reads, newest first, each with how it stands."""
    budgets = Budget.objects.visible_to(request.user).for_list()[:MOST_YEARS]
    kept = bodies_kept(request.user)
    led = groups_led(request.user)
    if not budgets and not kept and not led and not sections_for(request.user, "funds:list"):
        raise PermissionDenied(_("经费由本级人大工作人员登记，主席审批。"))
    rows = [
        (
            one,
            in_yuan(one.amount),
            in_yuan(one.paid),
            in_yuan(one.spent),
            in_yuan(one.paid - one.spent),
        )
        for one in budgets
    ]
    rates = [(body, rule(RATE, body, localdate()), _address_of_rate(body)) for body in kept]
    return render(
        request,
        "funds/list.html",
        {
            "rows": rows,
            "rates": rates,
            "keeps": bool(kept),
            "sections": sections_for(request.user, "funds:list"),
        },
    )


@require_safe
def detail(request, pk):
    """One year's statement: budget, paid in, spent by purpose, claims; or the same as a table."""
    budget = budget_for(request, pk)
    if exports.is_asked(request):
        return exports.answer(request, statement_export)
    seen = Claim.objects.visible_to(request.user).filter(budget=budget)
    page = paginate(request, seen.select_related("activity", "group", "claimed_by", "budget__body"))
    reads_all = not groups_led(request.user) or may(request.user, Permission.KEEP, budget)
    standing = account_of(budget)
    purposes = dict(Claim.Purpose.choices)
    context = {
        "budget": budget,
        "words": in_words(budget),
        "standing": {
            name: yuan(getattr(standing, name))
            for name in ("budget", "allocated", "spent", "left", "waiting", "unpaid")
        },
        "has_waiting": standing.waiting,
        "has_unpaid": standing.unpaid > 0,
        "purposes": [
            (purposes[purpose], number, in_yuan(total))
            for purpose, number, total in by_purpose(budget)
        ],
        "allocations": [(one, in_yuan(one.amount)) for one in budget.allocations.all()],
        "page": page,
        "claims": [(one, in_yuan(one.amount)) for one in page],
        "keeps": may(request.user, Permission.KEEP, budget),
        "set_rate": _address_of_rate(budget.body),
        "reads_all": reads_all,
        "claims_here": may(request.user, Permission.KEEP, budget) or leads_here(request, budget),
        "events": list(events_of(budget)) if reads_all else [],
        "export": f"?as=xlsx&budget={budget.pk}",
    }
    return render(request, "funds/detail.html", context)


def leads_here(request, budget: Budget) -> bool:
    """Whether the reader leads a group of the body and may claim for it."""
    return any(
        grant.group_id and grant.group.body_id == budget.body_id
        for grant in request.user.current_grants
    )


def _address_of_rate(body: Body) -> str:
    """Where the body sets what a deputy's activities may cost a year."""
    return f"{reverse('rulebook:detail', args=[RATE])}?body={body.code}"


@require_http_methods(FORM)
def new(request):
    """Draw up a year's budget; the body is the clerk's own."""
    bodies = bodies_kept(request.user)
    if not bodies:
        raise PermissionDenied(_("预算由本级人大工作人员编制。"))
    wanted = request.GET.get("body", "")
    body = next((one for one in bodies if one.code == wanted), bodies[0])
    form = BudgetForm(typed(request), initial={"year": localdate().year})

    def act(**values):
        return workflow.draw_up(body=body, by=request.user, today=localdate(), **values)

    rate = rule(RATE, body, localdate())
    lead = (
        _("%(body)s；现行标准：%(rate)s（%(source)s）。")
        % {"body": body.name, "rate": rate.display, "source": rate.source}
        if rate.value
        else _("%s还没有规定每名代表的经费标准，先设定标准才能编制。") % body.name
    )
    return step_page(
        request,
        form,
        act,
        words=Words(
            _("编制经费预算"), _("编制"), reverse("funds:list"), lead=lead, crumbs=crumbs()
        ),
        template="funds/budget_form.html",
        context={"rate": rate, "set_rate": _address_of_rate(body)},
        done=lambda made: _("已编制：%s") % in_words(made),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def count_again(request, pk):
    budget = budget_for(request, pk, Permission.KEEP)
    form = CountForm(typed(request), initial={"counted_on": budget.counted_on})

    def act(counted_on):
        return workflow.count_again(
            budget, counted_on=counted_on, by=request.user, today=localdate()
        )

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("重新计算预算"),
            _("重新计算"),
            budget.get_absolute_url(),
            lead=_("现在是：%s") % in_words(budget),
            crumbs=crumbs(budget),
        ),
        done=lambda made: _("已重新计算：%s") % in_words(made),
        then=budget.get_absolute_url(),
    )


@require_http_methods(FORM)
def allocate(request, pk):
    budget = budget_for(request, pk, Permission.KEEP)
    standing = account_of(budget)
    form = AllocationForm(
        typed(request), initial={"on": localdate(), "amount": max(standing.unpaid, 0)}
    )

    def act(**values):
        return workflow.allocate(budget, by=request.user, today=localdate(), **values)

    return step_page(
        request,
        form,
        act,
        words=Words(
            _("登记拨付"),
            _("登记"),
            budget.get_absolute_url(),
            lead=_("预算 %(budget)s，已拨付 %(allocated)s。")
            % {"budget": in_yuan(standing.budget), "allocated": in_yuan(standing.allocated)},
            crumbs=crumbs(budget),
        ),
        done=lambda made: _("已登记拨付 %s。") % in_yuan(made.amount),
        then=budget.get_absolute_url(),
    )
