"""Papers of an exchange that deputies hand in themselves: asked for, sent, accepted, returned."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Person
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, need_words, save, write
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins import telling
from lianxin.work.bulletins.models import Call, Contribution, Offer
from lianxin.work.bulletins.permissions import Permission

State = Offer.State


@transaction.atomic
def call_for_papers(
    activity: Activity, *, until: date, by: Account | None, today: date, words: str = ""
) -> Call:
    """Ask the body's deputies, and those invited, for papers; again, to change day or words.

    until: the last day, not after the exchange. The same again tells nobody a second time.
    Raises PermissionDenied; Refused for an activity that was held or called off, and for a
    day that passed or comes after it.
    """
    require(by, Permission.COLLECT, activity)
    activity = locked(activity)
    _still_to_come(activity, today)
    if not today <= until <= activity.on:
        raise Refused(
            gettext("截止日期应当在今天以后、活动当天（%s）以前。请改日期。") % activity.on
        )
    words = words.strip()
    signed = {"called_by": by, "called_on": today}
    one = Call.objects.filter(activity=activity).first() or Call(activity=activity, **signed)
    if one.pk and (one.until, one.words) == (until, words):
        return one
    write(one, {"until": until, "words": words, **signed})
    event = record(
        by,
        "bulletin.call",
        one,
        gettext("为“%(title)s”征集交流材料，%(day)s截止") % {"title": activity.title, "day": until},
    )
    telling.tell_called(one, event)
    return one


@transaction.atomic
def offer(
    call: Call,
    *,
    title: str,
    by: Account,
    today: date,
    way: str = Contribution.Way.WRITTEN,
    text: str = "",
    upload=None,
) -> Offer:
    """A deputy hands in a paper of his own; pressed twice, it is the same one.

    upload: what `files.storing.prepare` made of the file.
    Raises PermissionDenied; Refused after the last day, for neither file nor words, and for
    another paper of the same title.
    """
    require(by, Permission.OFFER, call)
    call = locked(call)
    _open(call, today)
    values = {"title": title.strip(), "way": way, "text": text.strip()}
    person = Person.objects.get(account=by)
    same = Offer.objects.filter(call=call, person=person, **values, state=State.SENT).first()
    if same is not None and (same.file_id is not None) == (upload is not None):
        return same
    one = Offer(call=call, person=person, sent_on=today, **values)
    return _send(one, by=by, upload=upload)


@transaction.atomic
def offer_again(
    offer: Offer,
    *,
    title: str,
    by: Account | None,
    today: date,
    way: str,
    text: str = "",
    upload=None,
) -> Offer:
    """Send a paper that was returned or taken back, put right; without `upload` its file stays.

    Pressed twice, it is sent once.
    Raises PermissionDenied; WrongStatus; Refused as `offer` does.
    """
    require(by, Permission.OWN_OFFER, offer)
    _open(locked(offer.call), today)
    values = {"title": title.strip(), "way": way, "text": text.strip()}
    row = locked(offer)
    if row.state == State.SENT and all(getattr(row, name) == values[name] for name in values):
        return offer
    if row.state not in (State.RETURNED, State.WITHDRAWN):
        raise WrongStatus(_("这份材料不用再交：人大工作人员正在看，或者已经收入材料库。"))
    for name, value in values.items():
        setattr(offer, name, value)
    offer.state, offer.sent_on = State.SENT, today
    offer.reason, offer.decided_on, offer.decided_by = "", None, None
    return _send(offer, by=by, upload=upload)


def _send(one: Offer, *, by, upload) -> Offer:
    if upload is not None:
        one.file = store(upload, by=by, body=one.body)
    save(one)
    event = record(by, "bulletin.offer", one, gettext("交来交流材料“%s”") % one.title)
    telling.tell_offered(one, event)
    return one


@transaction.atomic
def take_offer_back(offer: Offer, *, by: Account | None) -> None:
    """Take one's paper back before it is accepted; a second press changes nothing."""
    require(by, Permission.OWN_OFFER, offer)
    if locked(offer).state == State.WITHDRAWN:
        return
    _move(
        offer,
        {"state": State.WITHDRAWN},
        _("这份材料已经收入材料库或者退回给您，不用撤回。要从材料库撤下的，请联系人大工作人员。"),
    )
    record(by, "bulletin.offer_back", offer, gettext("撤回交流材料“%s”") % offer.title)


@transaction.atomic
def accept_offer(offer: Offer, *, by: Account | None, today: date) -> Contribution:
    """Put a deputy's paper into the library; the deputy is told. Pressed twice, it is once.

    Raises PermissionDenied; WrongStatus once taken back or returned; Refused when the
    library has that paper already or the exchange was called off.
    """
    require(by, Permission.COLLECT, offer)
    row = locked(offer)
    if row.contribution is not None:
        return row.contribution
    activity = offer.call.activity
    not_called_off(activity)
    if row.state != State.SENT:
        raise WrongStatus(_("代表已经撤回或者您已经退回这份材料，不能接收。请刷新页面核对。"))
    one = Contribution(
        activity=activity,
        title=row.title,
        author=offer.person.name,
        person=offer.person,
        way=row.way,
        text=row.text,
        file=row.file,
        created_by=by,
    )
    save(one)
    values = {"contribution": one, "decided_on": today, "decided_by": by}
    _move(offer, {"state": State.ACCEPTED, **values}, "")
    event = record(
        by,
        "bulletin.collect",
        one,
        gettext("收交流材料“%(title)s”（%(author)s）") % {"title": one.title, "author": one.author},
        after={"offer": offer.pk},
    )
    telling.tell_accepted(offer, event)
    return one


@transaction.atomic
def return_offer(offer: Offer, *, reason: str, by: Account | None, today: date) -> None:
    """Give a paper back with the reason; the deputy is told and may send it again.

    Raises PermissionDenied; Refused without a reason; WrongStatus once taken back or accepted.
    """
    require(by, Permission.COLLECT, offer)
    reason = need_words(reason, _("请写明退回的原因，代表才知道怎样改。"))
    row = locked(offer)
    if (row.state, row.reason) == (State.RETURNED, reason):
        return
    put_back(offer, reason, State.SENT, by=by, today=today)


def put_back(offer: Offer, reason: str, source: str, *, by, today: date) -> None:
    """From `source` to returned; the step that calls it has asked who may."""
    values = {"reason": reason, "decided_on": today, "decided_by": by, "contribution": None}
    _move(
        offer,
        {"state": State.RETURNED, **values},
        _("代表已经撤回这份材料，或者它已经收入材料库。请刷新页面核对。"),
        source=source,
    )
    event = record(
        by,
        "bulletin.offer_returned",
        offer,
        gettext("退回交流材料“%s”") % offer.title,
        reason=reason,
    )
    telling.tell_returned(offer, event)


def not_called_off(activity: Activity) -> None:
    if activity.state in (Activity.State.CANCELLED, Activity.State.REFUSED):
        raise Refused(_("这次活动已经取消或者不予采认，不能收交流材料。"))


def _still_to_come(activity: Activity, today: date) -> None:
    not_called_off(activity)
    if activity.state not in Activity.OPEN or activity.on < today:
        raise Refused(_("这次活动已经举行，不再征集材料。会后补交的，请由人大工作人员收进材料库。"))


def _open(call: Call, today: date) -> None:
    _still_to_come(call.activity, today)
    if today > call.until:
        raise Refused(
            gettext("征集已在%s截止。还要交的，请联系人大工作人员。") % call.until.isoformat()
        )


def _move(offer: Offer, values: dict, refusal, *, source: str = State.SENT) -> None:
    """The WHERE clause picks the winner when the deputy and the clerk press at once."""
    if not Offer.objects.filter(pk=offer.pk, state=source).update(**values):
        raise WrongStatus(refusal or _("这份材料的状态刚刚有变化。请刷新页面核对。"))
    for name, value in values.items():
        setattr(offer, name, value)
