"""Writing down a contact: who, when, how, what was done; an opinion goes its way at once."""

from datetime import date
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.models import Account, Person
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.links.models import Contact, Link, LinkedVoter
from lianxin.work.links.permissions import Permission
from lianxin.work.voices import codes
from lianxin.work.voices.models import VoterMessage
from lianxin.work.voices.workflow import post

CHANNELS = {
    Contact.Way.VISIT: VoterMessage.Channel.VISIT,
    Contact.Way.EXCHANGE: VoterMessage.Channel.VISIT,
    Contact.Way.CALL: VoterMessage.Channel.PHONE,
}


class Kept(NamedTuple):
    """A contact, and the code by which the voter finds what becomes of his opinion."""

    contact: Contact
    code: str = ""


def keep_in_touch(
    *,
    on: date,
    way: str,
    by: Account | None,
    today: date,
    voter: LinkedVoter | None = None,
    link: Link | None = None,
    words: str = "",
    helped: str = "",
    opinion: str = "",
    names_voter: bool = False,
    post_key: str = "",
) -> Kept:
    """Write down a contact with a linked voter, or by a leader's link.

    words, helped: what was spoken of and done; no voter's data.
    opinion: what the voter asks for; becomes his message to the deputy.
    names_voter: he wants to be told, so the message has his name and telephone.
    post_key: random name of this post; the same one twice gives the same contact.
    Raises PermissionDenied; Refused for a day to come or before the link; WrongStatus
    when the link is over.

    Source: 代表法 (2025), art. 28 (DP-07, DP-08).
    """
    if post_key and (known := Contact.objects.filter(post_key=post_key).first()):
        return _again(known, by)
    try:
        with transaction.atomic():
            return _keep(
                on, way, by, today, voter, link, words, helped, opinion, names_voter, post_key
            )
    except IntegrityError:
        # The same post at the same moment: one of the two has been written.
        if post_key and (known := Contact.objects.filter(post_key=post_key).first()):
            return _again(known, by)
        raise


def _again(known: Contact, by: Account | None) -> Kept:
    """What was kept already; with its code, which the first answer may not have shown."""
    message = known.message
    if message is None or by is None or known.created_by_id != by.pk:
        return Kept(known)
    code = codes.new_code(message.post_key)
    return Kept(known, code if codes.is_same(code, message.query_hash) else "")


def _keep(on, way, by, today, voter, link, words, helped, opinion, names_voter, post_key) -> Kept:
    linked = voter or link
    if linked is None or (voter is not None and link is not None):
        raise Refused(_("请选定联系的是谁。"))
    require(by, Permission.CONTACT, linked)
    _refuse_day(linked, on, today)
    contact = Contact(
        body=linked.body,
        voter=voter,
        link=link,
        seat=voter.seat if voter else None,
        on=on,
        way=way,
        words=words.strip(),
        helped=helped.strip(),
        post_key=post_key,
        created_by=by,
    )
    code = ""
    person = voter.seat.person if voter else linked.leader
    behalf = None if by is None or by.person_id == person.pk else person
    if opinion.strip():
        if voter is None:
            raise Refused(_("只有联系选民时才能转为选民留言。"))
        posted = _post(voter, contact, opinion, names_voter, by, behalf, today)
        contact.message, code = posted.message, posted.code
    save(contact)
    record(
        by,
        "link.contact",
        linked,
        gettext("%(name)s%(way)s") % {"name": person.name, "way": contact.get_way_display()},
        behalf=behalf,
        after={"on": on, "way": way, "contact": contact.pk},
    )
    return Kept(contact, code)


def _refuse_day(linked, on: date, today: date) -> None:
    if on > today:
        raise Refused(_("联系日期还没有到。请在联系以后再记。"))
    if on < linked.since:
        raise Refused(gettext("这条联系从 %s 开始，不能记更早的日期。") % linked.since.isoformat())
    if linked.until is not None and on >= linked.until:
        raise WrongStatus(gettext("这条联系已于 %s 结束，不能再记。") % linked.until.isoformat())


def _post(voter, contact, opinion, names_voter, by, behalf: Person | None, today: date):
    known = {"name": voter.name, "phone": voter.phone} if names_voter else None
    return post(
        body=voter.body,
        text=opinion,
        channel=CHANNELS[Contact.Way(contact.way)],
        deputy=voter.seat.person,
        village=voter.village,
        contact=known,
        by=by,
        behalf=behalf,
        post_key=f"link-{contact.post_key}" if contact.post_key else "",
        today=today,
    )


@transaction.atomic
def withdraw_contact(contact: Contact, *, reason: str, by: Account | None) -> None:
    """Take a contact out of all counts; it stays on file with the reason.

    Raises PermissionDenied, WrongStatus when it was done, Refused without a reason.
    """
    linked = contact.voter or contact.link
    require(by, Permission.CONTACT, linked)
    if not reason.strip():
        raise Refused(_("请写明哪里记错了。"))
    values = {"withdrawn_at": timezone.now(), "withdrawn_reason": reason.strip()[:200]}
    if not Contact.objects.filter(pk=contact.pk, withdrawn_at__isnull=True).update(**values):
        raise WrongStatus(_("这条记录已经作废。"))
    for name, value in values.items():
        setattr(contact, name, value)
    record(
        by,
        "link.contact_withdraw",
        linked,
        gettext("联系记录作废（%s）") % contact.on.isoformat(),
        reason=reason.strip(),
        after={"contact": contact.pk},
    )
