"""On the public pages, and off them again: words of their own, never the record itself."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.work.activities.models import Activity, Publication
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow.common import checked, need_words, note, recorded_only


@transaction.atomic
def publish(activity: Activity, *, title: str, text: str, by, today: date) -> Publication:
    """Show a recorded activity to everybody, or change what is shown.

    title, text: as the public reads them; names of deputies who came stand beside them,
    pictures only where a public copy was approved. Raises Refused before it is recorded.
    """
    require(by, Permission.PUBLISH, activity)
    recorded_only(activity)
    title, text = title.strip(), text.strip()
    if not title:
        raise Refused(_("请填写公开的标题。"))
    known = Publication.objects.filter(activity=activity).first()
    before = {"title": known.title, "text": known.text} if known and known.is_shown else None
    if before == {"title": title, "text": text}:
        raise Refused(_("内容没有变化，已经公开。"))
    shown = known or Publication(activity=activity)
    shown.title, shown.text, shown.is_shown, shown.reason = title, text, True, ""
    shown.body, shown.kind, shown.on = activity.body, activity.kind, activity.on
    shown.published_on, shown.published_by = today, by
    checked(shown)
    shown.save()
    words = _("修改公开内容：%s") if before else _("公开活动：%s")
    note(
        by,
        "publish",
        activity,
        words % title,
        before=before,
        after={"title": title, "text": text},
    )
    return shown


@transaction.atomic
def unpublish(activity: Activity, *, reason: str, by) -> None:
    """Off the public pages, from the next look on. Raises WrongStatus where it is not there."""
    require(by, Permission.PUBLISH, activity)
    reason = need_words(reason, _("撤下应当写明理由。"))
    shown = Publication.objects.filter(activity=activity, is_shown=True)
    if not shown.update(is_shown=False, reason=reason):
        raise WrongStatus(_("这次活动现在没有公开，不用撤下。请刷新页面。"))
    note(by, "unpublish", activity, _("撤下公开的活动"), reason=reason)


def follow(activity: Activity) -> None:
    """A corrected day moves in the public lists as well."""
    Publication.objects.filter(activity=activity).update(on=activity.on)
