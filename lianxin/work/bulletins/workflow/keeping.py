"""Periodicals and their issues; papers of exchanges."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Body, Person
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.foundation.saving import save, write
from lianxin.work.activities.models import Activity
from lianxin.work.bulletins.models import Contribution, Delivery, Offer, Subscription
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.workflow.offering import not_called_off, put_back


@transaction.atomic
def subscribe(
    body: Body, *, by: Account | None, subscription: Subscription | None = None, **values
) -> Subscription:
    """Put a periodical on the year's list, or change it.

    values: year, title, copies, price (分, one copy for the year), issues, recipients.
    Raises PermissionDenied; Refused for a title listed already, or fewer issues than came.
    """
    require(by, Permission.PERIODICALS, subscription or body)
    one = subscription or Subscription(body=body)
    issues = values.get("issues")
    if one.pk and issues is not None and one.deliveries.count() > issues:
        raise Refused(_("已经送达的期数比全年期数多。请改全年期数，或者先删去多登记的。"))
    write(one, values)
    record(
        by,
        "bulletin.subscribe",
        one,
        gettext("登记报刊%(title)s %(copies)s 份") % {"title": one.title, "copies": one.copies},
        after={name: getattr(one, name) for name in values},
    )
    return one


@transaction.atomic
def deliver(
    subscription: Subscription,
    *,
    issue: str,
    delivered_on: date,
    copies: int,
    by: Account | None,
    today: date,
    note: str = "",
) -> Delivery:
    """Note an issue that came and was given out; fewer copies than ordered are told of.

    Raises PermissionDenied; Refused for a day to come, more copies than were ordered, an
    issue noted already, and more issues than the year has.
    """
    require(by, Permission.PERIODICALS, subscription)
    Subscription.objects.select_for_update().get(pk=subscription.pk)
    if delivered_on > today:
        raise Refused(_("送达日期还没有到。请改成今天或者以前。"))
    if copies > subscription.copies:
        raise Refused(
            gettext("订了 %(ordered)s 份，不能送达 %(copies)s 份。请核对份数。")
            % {"ordered": subscription.copies, "copies": copies}
        )
    if subscription.issues is not None and subscription.deliveries.count() >= subscription.issues:
        raise Refused(
            gettext("全年 %s 期都已登记。请核对期号，或者修改全年期数。") % subscription.issues
        )
    one = Delivery(
        subscription=subscription,
        issue=issue.strip(),
        delivered_on=delivered_on,
        copies=copies,
        note=note.strip(),
    )
    save(one)
    record(
        by,
        "bulletin.deliver",
        subscription,
        gettext("%(title)s%(issue)s送达 %(copies)s 份")
        % {"title": subscription.title, "issue": one.issue, "copies": copies},
    )
    return one


@transaction.atomic
def drop_delivery(delivery: Delivery, *, by: Account | None) -> None:
    """Take away an issue noted by mistake; the ledger keeps it."""
    require(by, Permission.PERIODICALS, delivery)
    record(
        by,
        "bulletin.deliver_undone",
        delivery.subscription,
        gettext("删去送达登记：%s") % delivery.issue,
        before={"on": delivery.delivered_on.isoformat(), "copies": delivery.copies},
    )
    delivery.delete()


@transaction.atomic
def collect(
    activity: Activity,
    *,
    title: str,
    author: str,
    by: Account | None,
    person: Person | None = None,
    way: str = Contribution.Way.WRITTEN,
    text: str = "",
    upload=None,
) -> Contribution:
    """Put a paper of an exchange into the library.

    author: as it stands on the paper; the deputy's name where `person` is one and it is
    empty. upload: what `files.storing.prepare` made of the file.
    Raises PermissionDenied; Refused for an activity called off, for neither file nor
    words, for the same paper again.
    """
    require(by, Permission.COLLECT, activity)
    not_called_off(activity)
    author = author.strip() or (person.name if person else "")
    if not author:
        raise Refused(_("请选作者代表，或者写作者、单位的名称。"))
    one = Contribution(
        activity=activity,
        title=title.strip(),
        author=author,
        person=person,
        way=way,
        text=text.strip(),
        file=store(upload, by=by, body=activity.body) if upload is not None else None,
        created_by=by,
    )
    save(one)
    record(
        by,
        "bulletin.collect",
        one,
        gettext("收交流材料“%(title)s”（%(author)s）") % {"title": one.title, "author": author},
    )
    return one


@transaction.atomic
def drop_contribution(contribution: Contribution, *, by: Account | None, today: date) -> None:
    """Take a paper out of the library; the ledger keeps its title.

    A deputy who handed it in has it back, and is told.
    """
    require(by, Permission.COLLECT, contribution)
    record(
        by,
        "bulletin.collect_undone",
        contribution,
        gettext("撤下交流材料“%s”") % contribution.title,
        before={"author": contribution.author, "activity": contribution.activity_id},
    )
    handed_in = Offer.objects.filter(contribution=contribution).select_related("call__activity")
    for one in handed_in:
        put_back(one, gettext("已从材料库撤下。"), Offer.State.ACCEPTED, by=by, today=today)
    contribution.delete()
