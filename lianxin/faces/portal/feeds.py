"""Atom feeds of the public pages: what was released, promised, announced, answered.

Nothing stands here that the pages themselves do not show.
"""

import re
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.faces.portal.activities import published_activities, rows_of
from lianxin.faces.portal.masking import mask, mask_voice
from lianxin.faces.portal.notices import newest
from lianxin.faces.portal.queries import STAGES, published_promises, published_suggestions
from lianxin.faces.portal.voters import answered_messages
from lianxin.foundation.people.models import Body

MOST_ENTRIES = 50
# What XML cannot carry at all.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@login_not_required
@require_safe
def progress(request):
    """建议办理进行时: the newest released suggestions and where each stands."""
    feed = _feed(_("建议办理进行时"), reverse("portal:progress"), request.path)
    for item in published_suggestions()[:MOST_ENTRIES]:
        stage = next((words for _code, words, among in STAGES if item.status in among), "")
        days = [item.accepted_on, item.assigned_on, item.replied_on, item.closed_on]
        _add(
            feed,
            path=reverse("portal:detail", args=[item.pk]),
            title=item.title,
            text="，".join(
                filter(None, [item.body.short_name, str(item.lead_office or ""), str(stage)])
            ),
            days=days,
        )
    return _answer(feed)


@login_not_required
@require_safe
def promises(request):
    """承诺墙: the newest promises and what became of each."""
    feed = _feed(_("承诺墙"), reverse("portal:promises"), request.path)
    for promise in published_promises().order_by("-pk")[:MOST_ENTRIES]:
        report = promise.latest_report
        assignment = promise.reply.assignment
        _add(
            feed,
            path=reverse("portal:detail", args=[assignment.matter_id]),
            title=promise.text,
            text=_("%(office)s，完成时限 %(day)s，%(state)s")
            % {
                "office": assignment.office,
                "day": promise.due_on,
                "state": promise.get_state_display(),
            },
            days=[promise.promised_on, promise.settled_on, report and report.reported_on],
            part=f"#promise-{promise.pk}",
        )
    return _answer(feed)


@login_not_required
@require_safe
def notices(request):
    """公告: what the bodies announce."""
    feed = _feed(_("公告"), reverse("portal:notices"), request.path)
    for notice in newest(Body.objects.filter(is_active=True), MOST_ENTRIES):
        _add(
            feed,
            path=notice.path or reverse("portal:notices"),
            title=notice.title,
            text="，".join(filter(None, [notice.by, notice.text])),
            days=[notice.on],
            part="" if notice.path else f"#{notice.uid}",
        )
    return _answer(feed)


@login_not_required
@require_safe
def messages(request):
    """已答复的留言: the newest released messages with their answers."""
    feed = _feed(_("已答复的留言"), reverse("portal:answered"), request.path)
    for message in answered_messages()[:MOST_ENTRIES]:
        answers = message.its_answers  # type: ignore[attr-defined]
        _add(
            feed,
            path=reverse("portal:answered_message", args=[message.pk]),
            title=mask_voice(message.title),
            text=mask_voice(
                "\n".join([message.text, *(f"{one.signed}：{one.text}" for one in answers)])
            ),
            days=[localtime(answers[-1].answered_at).date()],
        )
    return _answer(feed)


@login_not_required
@require_safe
def activities(request):
    """代表活动: the newest published activities."""
    feed = _feed(_("代表活动"), reverse("portal:activities"), request.path)
    for row in rows_of(published_activities()[:MOST_ENTRIES]):
        one = row.publication
        _add(
            feed,
            path=one.public_url,
            title=one.title,
            text="，".join([one.body.short_name, row.kind, one.text]),
            days=[one.on, one.published_on],
        )
    return _answer(feed)


def _feed(title: str, path: str, own: str) -> Atom1Feed:
    # Named as people reach the site, never by the Host header a visitor sends.
    return Atom1Feed(
        title=_("连心：%s") % title,
        link=settings.LIANXIN_URL + path,
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=settings.LIANXIN_URL + own,
    )


def _add(
    feed, *, path: str, title: str, text: str, days: list[date | None], part: str = ""
) -> None:
    changed = max((day for day in days if day), default=None)
    feed.add_item(
        title=_clean(title),
        link=settings.LIANXIN_URL + path,
        description=_clean(text),
        unique_id=f"{settings.LIANXIN_URL}{path}{part}",
        updateddate=datetime.combine(changed, time(), UTC) if changed else None,
    )


def _clean(text: str) -> str:
    return CONTROL.sub("", mask(text))


def _answer(feed: Atom1Feed) -> HttpResponse:
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
