"""记录是否正确: what was recorded of a deputy, one tap to agree, a few words to object."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.stepping import FORM, Words, press, typed
from lianxin.work.activities import workflow
from lianxin.work.activities.forms.telling import ObjectForm, SettleForm
from lianxin.work.activities.models import Activity, Attendance
from lianxin.work.activities.naming import kind_names
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.stepping import attendance_for, step_page, words_for

MOST = 100


@require_safe
def checking(request):
    """The deputy's page: each line with what was written down, and the two answers."""
    today = localdate()
    lines = list(Attendance.objects.unanswered(request.user.person_id or 0, today)[:MOST])
    own = Attendance.objects.of_person(request.user.person_id or 0)
    answered = own.exclude(answer="").filter(activity__state=Activity.State.RECORDED)
    past = list(answered.select_related("activity__body").order_by("-answered_at", "-pk")[:20])
    names = kind_names([one.activity for one in [*lines, *past]])
    context = {
        "lines": [(one, names[one.activity_id]) for one in lines],
        "answered": [(one, names[one.activity_id]) for one in past],
    }
    return render(request, "activities/checking.html", context)


@require_POST
def confirm(request, pk):
    line = attendance_for(request, pk)
    back = request.POST.get("back") == "activity"
    return press(
        request,
        lambda: workflow.confirm(line, by=request.user, today=localdate()),
        done=_("已核对：%s，无异议。") % line.activity.title,
        then=line.activity if back else "activities:checking",
    )


@require_http_methods(FORM)
def object_to(request, pk):
    line = attendance_for(request, pk, Permission.ANSWER)
    form = ObjectForm(typed(request))
    activity = line.activity
    return step_page(
        request,
        form,
        lambda: workflow.object_to(
            line, words=form.cleaned_data["words"], by=request.user, today=localdate()
        ),
        words=Words(
            _("提出异议"),
            _("提出异议"),
            reverse("activities:checking"),
            lead=_("%(on)s %(title)s，记录为：%(state)s")
            % {"on": activity.on, "title": activity.title, "state": line.get_state_display()},
            crumbs=[(_("我的活动"), reverse("activities:mine"))],
        ),
        done=_("异议已记下，组织者会核实并告知您。处理以前，这次不计入。"),
        then=lambda _made: reverse("activities:checking"),
    )


@require_http_methods(FORM)
def settle(request, pk):
    line = attendance_for(request, pk)
    activity = line.activity
    form = SettleForm(typed(request), initial={"state": line.state})
    return step_page(
        request,
        form,
        lambda: workflow.settle(line, by=request.user, today=localdate(), **form.cleaned_data),
        words=words_for(
            activity,
            _("处理异议"),
            _("保存处理结果"),
            lead=_("%(name)s：%(words)s")
            % {"name": line.seat.person.name, "words": line.objection},
        ),
        done=_("已处理，代表会收到结果。"),
        then=lambda _made: activity.get_absolute_url(),
    )
