"""公开: what the public reads of an activity, shown and taken off."""

from django.http import Http404
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.foundation.masking import mask
from lianxin.foundation.stepping import FORM, typed
from lianxin.work.activities import workflow
from lianxin.work.activities.fields import ReasonForm
from lianxin.work.activities.forms.publishing import PublishForm
from lianxin.work.activities.models import Activity, Publication
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.views.stepping import activity_for, step_page, words_for


@require_http_methods(FORM)
def publish(request, pk):
    activity = activity_for(request, pk, Permission.PUBLISH)
    if activity.state != Activity.State.RECORDED:
        raise Http404
    form = PublishForm(typed(request), initial=_likely(activity))
    lead = _(
        "公开日期、类别、组织单位、到会代表姓名和下面的文字；照片只公开做过公开副本的。"
        "签到、意见、开支和另记的内容不公开。"
    )
    return step_page(
        request,
        form,
        lambda: workflow.publish(activity, by=request.user, today=localdate(), **form.cleaned_data),
        words=words_for(activity, _("公开这次活动"), _("公开"), lead=lead),
        done=_("已公开。"),
        then=lambda _made: activity.get_absolute_url(),
    )


def _likely(activity: Activity) -> dict[str, str]:
    """What is shown already; at first the record's own words, numbers covered.

    What a deputy told of himself names whom he visited: there only the title is offered.
    """
    if known := Publication.objects.filter(activity=activity).first():
        return {"title": known.title, "text": known.text}
    text = "" if activity.told_by_id else mask(activity.summary)[:4000]
    return {"title": mask(activity.title), "text": text}


@require_http_methods(FORM)
def unpublish(request, pk):
    activity = activity_for(request, pk, Permission.PUBLISH)
    form = ReasonForm(typed(request))
    return step_page(
        request,
        form,
        lambda: workflow.unpublish(activity, by=request.user, **form.cleaned_data),
        words=words_for(activity, _("撤下公开内容"), _("撤下"), lead=activity.title, is_grave=True),
        done=_("已撤下。"),
        then=lambda _made: activity.get_absolute_url(),
    )
