"""Cases: the list without a word of what they are about, one case, its steps."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.ledger.chain import events_of
from lianxin.foundation.papers import workflow as papers
from lianxin.foundation.papers.kinds import kind_of
from lianxin.foundation.papers.models import Paper
from lianxin.foundation.papers.permissions import Permission as PaperPermission
from lianxin.foundation.people.models import Role, Seat
from lianxin.foundation.people.permissions import may
from lianxin.foundation.stepping import (
    FORM,
    Words,
    press,
    step_page,
    tried,
    typed,
)
from lianxin.ui.paging import paginate
from lianxin.work.care import workflow
from lianxin.work.care.forms import (
    CaseFilterForm,
    CaseForm,
    CloseForm,
    ContactForm,
    HelpForm,
    JudgeForm,
    ReadForm,
)
from lianxin.work.care.models import RightsCase, Visit
from lianxin.work.care.papers import papers_of
from lianxin.work.care.permissions import Permission
from lianxin.work.care.queries import bodies_kept
from lianxin.work.care.views.common import body_for, case_for, crumbs, kept, tabs
from lianxin.work.care.workflow.common import bodies_for
from lianxin.work.duty.entries import sections_for

State = RightsCase.State


@require_safe
def case_list(request):
    """Cases of the bodies one keeps; a deputy goes to his own page."""
    bodies = bodies_kept(request.user)
    if not bodies:
        if request.user.person_id and request.user.has_role(Role.DEPUTY):
            return redirect("care:mine")
        body_for(request)
    filters = CaseFilterForm(request.GET)
    seen = RightsCase.objects.visible_to(request.user).filter(body__in=bodies)
    page = paginate(request, filters.apply(seen), rows=RightsCase.objects.for_list())
    context = {
        "filters": filters,
        "is_used": any(filters.cleaned_data.values()),
        "page": page,
        "bodies": kept(request.user),
        "tabs": tabs(request),
        "sections": sections_for(request.user, "care:list"),
    }
    return render(request, "care/list.html", context)


def _own_seats(user) -> list[Seat]:
    if not user.person_id:
        return []
    seats = Seat.objects.filter(
        person=user.person_id, state__in=(Seat.State.IN_OFFICE, Seat.State.SUSPENDED)
    )
    return list(seats.select_related("person", "body__parent", "group__body").order_by("pk"))


@require_safe
def mine(request):
    """A deputy's own cases, the visits to him, and the way to ask for help."""
    user = request.user
    if not user.person_id:
        raise PermissionDenied(_("这一页是代表本人的。您的账号没有对应的代表。"))
    own = RightsCase.objects.visible_to(user).filter(seat__person=user.person_id)
    visits = Visit.objects.kept().filter(seat__person=user.person_id)
    context = {
        "cases": own.for_list()[:50],
        "visits": visits.for_list()[:20],
        "may_ask": bool(_own_seats(user)),
        "keeps": bool(bodies_kept(user)),
    }
    return render(request, "care/mine.html", context)


@require_http_methods(FORM)
def ask(request):
    """我需要帮助: one form, to the own body or the county's."""
    seats = _own_seats(request.user)
    if not seats:
        raise PermissionDenied(_("只有在任代表可以在这里请求帮助。请直接联系本级人大。"))
    wanted = request.GET.get("seat", "")
    seat = next((one for one in seats if str(one.pk) == wanted), seats[0])
    form = HelpForm(typed(request), seat=seat, bodies=bodies_for(seat))
    return step_page(
        request,
        form,
        lambda body, **values: workflow.ask_for_help(
            body, seat, by=request.user, today=localdate(), **values
        ),
        words=Words(
            _("我需要帮助"),
            _("提交"),
            reverse("care:mine"),
            lead=_("只有所选机构的专人、主席和您自己看得到。谁看过、为什么看，您都能查到。"),
            crumbs=[(_("我的权益"), reverse("care:mine"))],
        ),
        done=_("已提交。有协调情况和结果会通知您。"),
        then=lambda made: made.get_absolute_url(),
    )


@require_http_methods(FORM)
def case_new(request):
    body = body_for(request)
    seat = request.GET.get("seat", "")
    form = CaseForm(typed(request), body=body, initial={"seat": seat if seat.isdecimal() else None})
    return step_page(
        request,
        form,
        lambda **values: workflow.open_case(body, by=request.user, today=localdate(), **values),
        words=Words(
            _("受理权益保障事项"),
            _("受理"),
            reverse("care:list"),
            lead=body.short_name,
            crumbs=crumbs(request),
        ),
        done=lambda made: _("已受理：%s。") % made.number,
        then=lambda made: made.get_absolute_url(),
    )


@never_cache
@require_safe
def detail(request, pk):
    """How a case stands. Its deputy reads all of it; a keeper the text only with a reason."""
    case, user = case_for(request, pk), request.user
    keeps = may(user, Permission.KEEP, case)
    is_own = user.person_id is not None and user.person_id == case.seat.person_id
    events = list(events_of(case))
    asks = may(user, Permission.ASK, case)
    context = {
        "case": case,
        "asked": getattr(case, "liberty", None),
        "keeps": keeps,
        "is_own": is_own,
        "contacts": case.contacts.select_related("by"),
        "visits": case.visits.kept().for_list(),
        "readings": [one for one in events if one.step == "care.personal_data_read"],
        "events": [one for one in events if one.step != "care.personal_data_read"],
        "judges": asks and case.state == State.CLOSED and not case.content,
        "withdraws": asks and case.is_open,
        "reopens": keeps and case.content == RightsCase.Content.NOT_CONTENT,
        "papers": papers_of(user, case) if keeps else [],
        "prints": keeps and may(user, PaperPermission.DRAFT, Paper(body=case.body)),
        "crumbs": crumbs(request),
        "closes": keeps and case.is_open and not _waits_for_decision(case),
    }
    return render(request, "care/case.html", context)


def _waits_for_decision(case: RightsCase) -> bool:
    asked = getattr(case, "liberty", None)
    return asked is not None and asked.needs_consent and asked.answered_on is None


@never_cache
@require_http_methods(FORM)
def read(request, pk):
    """What it is about: shown once, in the answer to a reason; nothing of it in any address."""
    case = case_for(request, pk, Permission.READ)
    form = ReadForm(typed(request))
    outcome = tried(
        request, form, lambda: workflow.read_case(case, by=request.user, **form.cleaned_data)
    )
    context = {
        "case": case,
        "form": form,
        "is_read": outcome.is_done,
        "contacts": case.contacts.select_related("by") if outcome.is_done else [],
        "crumbs": crumbs(request, case),
    }
    return render(request, "care/read.html", context, status=outcome.status)


def _step(request, case, form, act, heading, button, *, done, lead="", is_grave=False):
    """A step's page; afterwards one is back at the case."""
    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            button,
            case.get_absolute_url(),
            lead=lead,
            crumbs=crumbs(request, case),
            is_grave=is_grave,
        ),
        done=done,
        then=case.get_absolute_url(),
    )


@require_http_methods(FORM)
def contact_new(request, pk):
    case = case_for(request, pk, Permission.KEEP)
    return _step(
        request,
        case,
        ContactForm(typed(request), initial={"on": localdate()}),
        lambda **values: workflow.note_contact(case, by=request.user, today=localdate(), **values),
        _("登记协调"),
        _("保存"),
        lead=_("先找：%s。") % case.about.asked_of,
        done=_("已登记。"),
    )


@require_http_methods(FORM)
def close(request, pk):
    case = case_for(request, pk, Permission.KEEP)
    form = CloseForm(typed(request), is_liberty=case.is_liberty)

    def act(outcome, result=""):
        return workflow.close_case(
            case, result=result, outcome=outcome, by=request.user, today=localdate()
        )

    done = _("已办结。") if case.is_liberty else _("已办结，已请代表评价结果。")
    return _step(request, case, form, act, _("办结"), _("办结"), done=done)


@require_http_methods(FORM)
def judge(request, pk):
    case = case_for(request, pk, Permission.ASK)
    return _step(
        request,
        case,
        JudgeForm(typed(request)),
        lambda **values: workflow.judge(case, by=request.user, today=localdate(), **values),
        _("评价办理结果"),
        _("提交评价"),
        lead=case.outcome,
        done=_("已提交评价。"),
    )


@require_POST
def reopen(request, pk):
    case = case_for(request, pk, Permission.KEEP)
    return press(
        request,
        lambda: workflow.reopen(case, by=request.user, today=localdate()),
        done=_("已重新办理。"),
        then=case,
    )


@require_POST
def withdraw(request, pk):
    case = case_for(request, pk, Permission.ASK)
    return press(
        request,
        lambda: workflow.withdraw_case(case, by=request.user, today=localdate()),
        done=_("已撤回。"),
        then=case,
    )


@require_POST
def paper(request, pk):
    """The record on one page, as a closed paper."""
    case = case_for(request, pk, Permission.KEEP)
    return press(
        request,
        lambda: papers.draft(kind_of("rights_case"), case, by=request.user, today=localdate()),
        done=_("已生成记录。"),
        then=lambda made: made.get_absolute_url(),
        back=case,
    )
