"""Which duties a body keeps: off, on, another day, its own."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.stepping import FORM, press, step_page, typed
from lianxin.work.diary import workflow
from lianxin.work.diary.beginnings import beginnings_of
from lianxin.work.diary.forms import BeginForm, MoveForm, OwnDutyForm, ReasonForm
from lianxin.work.diary.models import OwnDuty, Period
from lianxin.work.diary.permissions import Permission
from lianxin.work.diary.queries import bodies_seen_by, duties_of
from lianxin.work.diary.views.common import body_or_404, home_of, step_words
from lianxin.work.diary.workflow.keeping import NO_DAY

WEEKDAYS = "一二三四五六日"


@require_safe
def settings(request, code):
    """Every duty of the body's kind: by which rule, on which day, kept or not, and why."""
    body = body_or_404(request, code)
    own = {one.key: one for one in OwnDuty.objects.filter(body=body, ended_on=None)}
    context = {
        "body": body,
        "periods": _by_period(duties_of([body])[body.pk], own),
        "keeps": may(request.user, Permission.KEEP, body),
        "beginning": beginnings_of([body]).get(body.pk),
        "home": home_of(body),
    }
    return render(request, "diary/settings.html", context)


def _by_period(duties, own) -> list[tuple[str, list[dict]]]:
    """The rows of the page under the words of how often: 每周, 每月, … in this order."""
    found: dict[str, list[dict]] = {period: [] for period in Period.values}
    for duty in duties:
        found[duty.period].append(
            {
                "duty": duty,
                "days": days_words(duty),
                "can_move": duty.period not in NO_DAY,
                "own": own.get(duty.key),
            }
        )
    return [(str(Period(period).label), rows) for period, rows in found.items() if rows]


def days_words(duty) -> str:
    """On which days: 每月 15 日; 3、6、9、12 月，25 日."""
    if duty.period == Period.WEEK:
        return _("星期%s") % WEEKDAYS[(duty.days or (1,))[0] - 1]
    if duty.session:
        return _("随大会日期")
    if duty.period == Period.TERM:
        return _("随届期")
    days = "、".join(_("月末") if one >= 31 else _("%d 日") % one for one in duty.days or (31,))
    months = "、".join(str(one) for one in duty.months)
    return _("%(months)s 月，%(days)s") % {"months": months, "days": days} if months else days


@require_http_methods(FORM)
def put_off(request, code, key):
    body = body_or_404(request, code, Permission.KEEP)
    return _reason_page(
        request,
        body,
        lambda reason: workflow.put_off(body, key, reason=reason, by=request.user),
        heading=_("停用：%s") % _name(body, key),
        button=_("停用"),
        done=_("已停用，理由已留痕。"),
    )


@require_http_methods(FORM)
def take_over(request, code, key):
    body = body_or_404(request, code, Permission.KEEP)
    return _reason_page(
        request,
        body,
        lambda reason: workflow.take_over(body, key, reason=reason, by=request.user),
        heading=_("采用：%s") % _name(body, key),
        button=_("采用"),
        done=_("已列入年历。"),
    )


def _name(body, key) -> str:
    return next((one.name for one in duties_of([body])[body.pk] if one.key == key), key)


def _reason_page(request, body, act, *, heading, button, done):
    return step_page(
        request,
        ReasonForm(typed(request)),
        act,
        words=step_words(body, heading, button, _back(body)),
        done=done,
        then=_back(body),
    )


@require_http_methods(FORM)
def move(request, code, key):
    body = body_or_404(request, code, Permission.KEEP)
    duty = next((one for one in duties_of([body])[body.pk] if one.key == key), None)
    initial = (
        {"day": duty.days[0], "months": "、".join(map(str, duty.months))}
        if duty and duty.days
        else {}
    )
    return step_page(
        request,
        MoveForm(typed(request), initial=initial),
        lambda **values: workflow.move(body, key, by=request.user, **values),
        words=step_words(body, _("调整日子：%s") % _name(body, key), _("保存"), _back(body)),
        done=_("已调整，年历按新的日子重新推算。"),
        then=_back(body),
    )


@require_http_methods(FORM)
def duty_new(request, code):
    body = body_or_404(request, code, Permission.KEEP)
    return step_page(
        request,
        OwnDutyForm(typed(request), has_below=body.is_county),
        lambda **values: workflow.add_duty(body, by=request.user, since=localdate(), **values),
        words=step_words(body, _("增加一项工作"), _("增加"), _back(body)),
        done=_("已列入年历。"),
        then=_back(body),
    )


@require_POST
def duty_end(request, pk):
    found = get_object_or_404(
        OwnDuty.objects.filter(body__in=bodies_seen_by(request.user)).select_related("body"), pk=pk
    )
    require(request.user, Permission.KEEP, found.body)
    return press(
        request,
        lambda: workflow.end_duty(found, by=request.user, today=localdate()),
        done=_("已停止，以前的记录不变。"),
        then=_back(found.body),
    )


@require_http_methods(FORM)
def begin(request, code):
    body = body_or_404(request, code, Permission.KEEP)
    found = beginnings_of([body]).get(body.pk)
    return step_page(
        request,
        BeginForm(typed(request), initial={"on": found.on if found else localdate()}),
        lambda on: workflow.begin(body, on=on, by=request.user),
        words=step_words(
            body,
            _("年历起用日"),
            _("保存"),
            _back(body),
            lead=_(
                "起用日以前到期的写“起用以前”，不算应办，也不算逾期；有记录的仍然显示已完成。"
                "没有写明的，从本单位在系统中建立的那天算起。要把以前的也算进来，改成更早的日子。"
            ),
        ),
        done=_("已保存。"),
        then=_back(body),
    )


def _back(body) -> str:
    return reverse("diary:settings", args=[body.code])
