"""A body's own rating scales: the list, a new one or a copy, the next version, giving up."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.foundation.people.queries import bodies_clerked_by
from lianxin.foundation.stepping import FORM, Words, found_for, press, typed
from lianxin.work.appraisals import workflow
from lianxin.work.appraisals.forms.fields import body_chosen
from lianxin.work.appraisals.forms.scales import ScaleForm
from lianxin.work.appraisals.models import OwnScale
from lianxin.work.appraisals.permissions import Permission
from lianxin.work.appraisals.queries import with_those_above
from lianxin.work.appraisals.scales import SCALES, VERDICT_WORDS, Scale, VerdictRule
from lianxin.work.appraisals.views.stepping import room_crumb, step_page


def scales_crumb() -> tuple[str, str]:
    return (_("测评等次"), reverse("appraisals:scales"))


@require_safe
def listing(request):
    """The body's own scales with their versions, those above it, and the shipped ones."""
    body = body_chosen(request) or request.user.home_body
    if body is None:
        raise Http404
    kept = {one.pk for one in bodies_clerked_by(request.user)}
    scales = OwnScale.objects.visible_to(request.user).filter(body__in=with_those_above(body))
    by_scale: dict[tuple[int, int], list[OwnScale]] = {}
    for one in scales.select_related("body", "by"):
        by_scale.setdefault((one.body_id, one.number), []).append(one)
    context = {
        "body": body,
        "own": [
            (last, _satisfied(last.as_scale), _rule(last.as_scale), versions, last.body_id in kept)
            for last, *versions in by_scale.values()
        ],
        "shipped": [(one, _satisfied(one), _rule(one)) for one in SCALES.values()],
        "makes": body.pk in kept,
    }
    return render(request, "appraisals/scales.html", context)


def _satisfied(scale: Scale) -> str:
    return "、".join(str(one) for one in scale.grades[: scale.good])


def _rule(scale: Scale) -> str:
    return str(VERDICT_WORDS[VerdictRule(scale.verdict)])


@require_http_methods(FORM)
def new(request):
    """A new scale, or a copy of a shipped or an own one to be changed."""
    body = body_chosen(request)
    if body is None:
        raise PermissionDenied(_("测评等次由本级人大工作人员制定。"))
    key = request.GET.get("from", "")
    copied = _copied(request, key) if key else None
    form = ScaleForm(typed(request), initial=_initial(copied) if copied else None)
    return step_page(
        request,
        form,
        lambda: workflow.make_scale(
            body,
            by=request.user,
            today=localdate(),
            copied_from=str(copied.name) if copied else "",
            **form.values(),
        ),
        words=Words(
            _("复制测评等次：%s") % copied.name if copied else _("自定测评等次"),
            _("保存"),
            reverse("appraisals:scales"),
            lead=body.short_name,
            crumbs=[room_crumb(), scales_crumb()],
        ),
        done=_("已保存。安排测评会时可以选用。"),
        then=reverse("appraisals:scales"),
        bodies=bodies_clerked_by(request.user),
        body=body,
    )


def _copied(request, key: str) -> Scale:
    if key in SCALES:
        return SCALES[key]
    number = key.removeprefix("own-")
    if not number.isdecimal():
        raise Http404
    return found_for(request, OwnScale, int(number)).as_scale


def _initial(scale: Scale) -> dict:
    return {
        "name": scale.name,
        "grades": "\n".join(str(one) for one in scale.grades),
        "good": scale.good,
        "rows": "\n".join(str(one) for one in scale.rows),
        "verdict": scale.verdict,
        "source": scale.source,
    }


@require_http_methods(FORM)
def change(request, pk):
    scale = found_for(request, OwnScale, pk, Permission.PLAN, related=("body",))
    form = ScaleForm(typed(request), initial=_initial(scale.as_scale))
    return step_page(
        request,
        form,
        lambda: workflow.change_scale(scale, by=request.user, today=localdate(), **form.values()),
        words=Words(
            _("修改测评等次：%s") % scale,
            _("保存为新的一版"),
            reverse("appraisals:scales"),
            lead=_("已经安排的会议用的还是原来的一版，不受影响。"),
            crumbs=[room_crumb(), scales_crumb()],
        ),
        done=_("已保存为新的一版。"),
        then=reverse("appraisals:scales"),
    )


@require_POST
def end(request, pk):
    scale = found_for(request, OwnScale, pk, Permission.PLAN, related=("body",))
    return press(
        request,
        lambda: workflow.end_scale(scale, by=request.user, today=localdate()),
        done=_("已停用。用过它的会议不受影响。"),
        then=reverse("appraisals:scales"),
    )
