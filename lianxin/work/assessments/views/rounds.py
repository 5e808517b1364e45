"""A round: its sheets, the marks, objections, grades."""

from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import FORM, Words, press, step_page, typed
from lianxin.work.assessments import workflow
from lianxin.work.assessments.exporting import sheets_export
from lianxin.work.assessments.forms import (
    AnswerForm,
    CheckForm,
    DisputeForm,
    ReviewForm,
    TellForm,
    areas_of,
    shows_marks,
)
from lianxin.work.assessments.models import Mark, Round, Sheet
from lianxin.work.assessments.permissions import Permission
from lianxin.work.assessments.publishing import published_grades
from lianxin.work.assessments.views.common import home_crumb, mark_for, round_for, sheet_for


def _export_address(request, name: str, pk: int) -> str:
    return f"{request.path}?{name}={pk}&as=xlsx"


@require_safe
def detail(request, pk):
    """The county's table of sheets by place; to others their own and the published grades."""
    if exports.is_asked(request):
        return exports.answer(request, sheets_export)
    period = round_for(request, pk)
    sheets = list(
        Sheet.objects.visible_to(request.user)
        .filter(round=period)
        .for_list()
        .order_by("body__path")
    )
    context = {
        "round": period,
        "sheets": sheets,
        "keeps": may(request.user, Permission.KEEP_SCHEME, period),
        "published": published_grades(period),
        "today": localdate(),
        "export": _export_address(request, "round", period.pk),
    }
    return render(request, "assessments/round.html", context)


@require_http_methods(FORM)
def tell(request, pk):
    period = round_for(request, pk, Permission.KEEP_SCHEME)
    back = period.get_absolute_url()
    return step_page(
        request,
        TellForm(typed(request)),
        lambda **given: workflow.tell(period, by=request.user, today=localdate(), **given),
        words=Words(
            _("告知结果"),
            _("告知"),
            back,
            lead=_("各单位只看到自己的得分和意见，可以在期限内逐项提出异议。"),
            crumbs=[home_crumb(), (str(period), back)],
        ),
        done=_("已告知。"),
        then=back,
    )


@require_POST
def settle(request, pk):
    period = round_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.settle(period, by=request.user, today=localdate()),
        done=_("已评定。"),
        then=period,
    )


@require_POST
def publish(request, pk):
    period = round_for(request, pk, Permission.KEEP_SCHEME)
    return press(
        request,
        lambda: workflow.publish(period, by=request.user, today=localdate()),
        done=_("已公布等次。"),
        then=period,
    )


@require_POST
def show(request, pk):
    """On the public pages, or off them again."""
    period = round_for(request, pk, Permission.KEEP_SCHEME)
    shows = request.POST.get("public") == "1"
    return press(
        request,
        lambda: workflow.show(period, is_public=shows, by=request.user),
        done=_("已向社会公开。") if shows else _("已从公众页面撤下。"),
        then=period,
    )


@require_safe
def sheet(request, pk):
    """One body's items: what records say, what it says, what it was given."""
    if exports.is_asked(request):
        return exports.answer(request, sheets_export)
    found = sheet_for(request, pk)
    marks = list(
        found.marks.select_related("item").prefetch_related("files__file").order_by("item__order")
    )
    reviews = may(request.user, Permission.REVIEW, found)
    checks = may(request.user, Permission.CHECK_ONESELF, found)
    is_open = found.round.state == Round.State.OPEN
    sees_marks = reviews or shows_marks(found.round)
    context = {
        "sheet": found,
        "round": found.round,
        "areas": list(areas_of(marks)),
        "met": sum(one.looks_met is True for one in marks),
        "unanswered": sum(one.looks_met is None for one in marks),
        "number": len(marks),
        "sum": sum(one.awarded or 0 for one in marks) if sees_marks else None,
        "sees_marks": sees_marks,
        "extras": list(found.extras.select_related("file")),
        "has_extras": bool(found.round.scheme.bonus) or found.round.scheme.criticism is not None,
        "decides": reviews and is_open,
        "checks": checks and is_open and found.state == Sheet.State.SELF,
        "reviews": reviews and is_open and found.state != Sheet.State.SELF,
        "objects": checks
        and found.round.state == Round.State.TOLD
        and found.round.dispute_until is not None
        and localdate() <= found.round.dispute_until,
        "answers": reviews and found.round.state == Round.State.TOLD,
        "export": _export_address(request, "sheet", found.pk),
    }
    return render(request, "assessments/sheet.html", context)


@require_POST
def send(request, pk):
    found = sheet_for(request, pk, Permission.CHECK_ONESELF)
    return press(
        request,
        lambda: workflow.send(found, by=request.user, today=localdate()),
        done=_("已报送自评。"),
        then=found,
    )


@require_POST
def look_again(request, pk):
    found = sheet_for(request, pk)
    return press(
        request,
        lambda: workflow.look_again(found, by=request.user, today=localdate()),
        done=_("已按现在的记录重新计算。"),
        then=found,
    )


def _mark_page(request, mark: Mark, form, act, *, heading, done):
    back = mark.sheet.get_absolute_url()
    context = {"mark": mark}
    return step_page(
        request,
        form,
        act,
        words=Words(
            heading,
            _("保存"),
            back,
            lead=mark.item.name,
            crumbs=[home_crumb(), (str(mark.sheet), back)],
        ),
        done=done,
        then=f"{back}#item{mark.item_id}",
        template="assessments/mark.html",
        context=context,
    )


@require_http_methods(FORM)
def check(request, pk):
    mark = mark_for(request, pk, Permission.CHECK_ONESELF)
    form = CheckForm(typed(request), request.FILES or None, mark=mark)
    return _mark_page(
        request,
        mark,
        form,
        lambda **_given: workflow.check(mark, by=request.user, today=localdate(), **form.values()),
        heading=_("自评"),
        done=_("已保存。"),
    )


@require_http_methods(FORM)
def review(request, pk):
    mark = mark_for(request, pk, Permission.REVIEW)
    expected = (mark.item.points or 0) if mark.looks_met else 0
    given = mark.awarded if mark.awarded is not None else expected
    initial = {"awarded": given, "mode": mark.mode or Mark.Mode.CHECK, "words": mark.words}
    return _mark_page(
        request,
        mark,
        ReviewForm(typed(request), initial=initial),
        lambda **given: workflow.review(mark, by=request.user, **given),
        heading=_("考评"),
        done=_("已保存。"),
    )


@require_http_methods(FORM)
def dispute(request, pk):
    mark = mark_for(request, pk, Permission.CHECK_ONESELF)
    return _mark_page(
        request,
        mark,
        DisputeForm(typed(request)),
        lambda **given: workflow.object_to(mark, by=request.user, today=localdate(), **given),
        heading=_("提出异议"),
        done=_("已提出，等待答复。"),
    )


@require_http_methods(FORM)
def answer(request, pk):
    mark = mark_for(request, pk, Permission.REVIEW)
    return _mark_page(
        request,
        mark,
        AnswerForm(typed(request), initial={"awarded": mark.awarded}),
        lambda **given: workflow.answer_dispute(mark, by=request.user, **given),
        heading=_("答复异议"),
        done=_("已答复。"),
    )
