"""Who is told: recipients, units that were asked, clerks, those who asked."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices.kinds import Kind, register
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import CLERKS, OFFICE_ROLES, Account, Grant, Seat
from lianxin.work.activities.models import Attendance
from lianxin.work.bulletins.models import Bulletin, Call, Item, Offer, Question

ISSUED, WITHDRAWN, REMINDER, ASKED, SUPPLIED, QUESTION, ANSWERED, CALLED, OFFERED, DECIDED = (
    "bulletin.issued",
    "bulletin.withdrawn",
    "bulletin.reminder",
    "bulletin.asked",
    "bulletin.supplied",
    "bulletin.question",
    "bulletin.answered",
    "bulletin.called",
    "bulletin.offered",
    "bulletin.offer_decided",
)
# An event older than this is of a made-up past, of which no message goes out.
JUST_NOW = timedelta(minutes=5)
# And what is older than this is no news to anybody.
NEWS_FOR = timedelta(days=30)
SENT = gettext_lazy("您是这份通报的接收代表。")
KEPT = gettext_lazy("您负责本级的政情通报。")


def register_notices() -> None:
    register(
        Kind(ISSUED, gettext_lazy("政情通报、学习资料")),
        Kind(WITHDRAWN, gettext_lazy("通报撤回")),
        Kind(REMINDER, gettext_lazy("提醒阅读通报")),
        Kind(ASKED, gettext_lazy("政情通报约稿")),
        Kind(SUPPLIED, gettext_lazy("单位报送通报内容")),
        Kind(QUESTION, gettext_lazy("代表对通报的提问")),
        Kind(ANSWERED, gettext_lazy("对通报提问的答复")),
        Kind(CALLED, gettext_lazy("征集交流材料")),
        Kind(OFFERED, gettext_lazy("代表交来交流材料")),
        Kind(DECIDED, gettext_lazy("交流材料接收、退回")),
    )


def tell_issued(bulletin: Bulletin, event) -> None:
    words = (
        _("%(body)s“%(title)s”已更正：%(change)s")
        if bulletin.edition > 1
        else _("%(body)s发来“%(title)s”，请阅读。")
    ) % {"body": bulletin.body.short_name, "title": bulletin.title, "change": bulletin.change}
    _tell(_recipients(bulletin), ISSUED, words, bulletin, event, SENT)


def tell_withdrawn(bulletin: Bulletin, event) -> None:
    words = _("“%(title)s”已撤回。原因：%(reason)s") % {
        "title": bulletin.title,
        "reason": bulletin.reason,
    }
    _tell(_recipients(bulletin), WITHDRAWN, words, bulletin, event, SENT)


def tell_reminded(bulletin: Bulletin, accounts: Iterable[Account], event) -> None:
    words = _("“%s”您还没有读，请抽空看一看。") % bulletin.title
    _tell(accounts, REMINDER, words, bulletin, event, SENT)


def tell_asked(item: Item, event) -> None:
    words = _("请在%(day)s前提供“%(title)s”的“%(heading)s”。") % {
        "day": item.asked_until,
        "title": item.bulletin.title,
        "heading": item.heading,
    }
    people = _granted(Q(role__in=OFFICE_ROLES, office=item.office_id))
    url = reverse("bulletins:supply", args=[item.pk])
    why = _("您是%s的经办人或者负责人。") % (item.office.name if item.office else "")
    _tell(people, ASKED, words, item.bulletin, event, why, url=url)


def tell_supplied(item: Item, event) -> None:
    words = _("%(office)s报来“%(heading)s”。") % {
        "office": item.office.name if item.office else "",
        "heading": item.heading,
    }
    _tell(_clerks(item.bulletin), SUPPLIED, words, item.bulletin, event, KEPT)


def tell_question(question: Question, event) -> None:
    words = _("%(name)s代表就“%(title)s”提问：%(text)s") % {
        "name": question.person.name,
        "title": question.bulletin.title,
        "text": question.text,
    }
    url = question.get_absolute_url()
    _tell(_clerks(question.bulletin), QUESTION, words, question.bulletin, event, KEPT, url=url)


def tell_answered(question: Question, event) -> None:
    words = _("您就“%(title)s”的提问有了答复：%(answer)s") % {
        "title": question.bulletin.title,
        "answer": question.answer,
    }
    people = Account.objects.filter(person=question.person_id, is_active=True)
    url = question.get_absolute_url()
    _tell(people, ANSWERED, words, question.bulletin, event, _("这是您提的问题。"), url=url)


def tell_called(call: Call, event) -> None:
    """Deputies in office of the body that holds the exchange, and those invited."""
    body = call.activity.body_id
    seats = Seat.objects.in_office().filter(
        Q(body=body)
        | Q(group__body=body)
        | Q(pk__in=Attendance.objects.filter(activity=call.activity_id).values("seat"))
    )
    words = _("%(title)s征集交流材料，请在%(day)s前交。%(words)s") % {
        "title": call.activity.title,
        "day": call.until,
        "words": call.words,
    }
    people = Account.objects.filter(person__in=seats.values("person"), is_active=True)
    url = reverse("bulletins:calls")
    _tell(people, CALLED, words, call, event, _("您是本级代表，或者受邀参加这次交流。"), url=url)


def tell_offered(offer: Offer, event) -> None:
    words = _("%(name)s代表为“%(activity)s”交来“%(title)s”，请看后接收或者退回。") % {
        "name": offer.person.name,
        "activity": offer.call.activity.title,
        "title": offer.title,
    }
    _tell(_clerks(offer), OFFERED, words, offer, event, _("您负责本级的交流材料。"))


def tell_accepted(offer: Offer, event) -> None:
    words = _("您交的“%s”已收入交流材料库，本级代表都可以查阅。") % offer.title
    _tell(_author(offer), DECIDED, words, offer, event, _("这是您交的材料。"))


def tell_returned(offer: Offer, event) -> None:
    words = _("您交的“%(title)s”已退回。原因：%(reason)s") % {
        "title": offer.title,
        "reason": offer.reason,
    }
    _tell(_author(offer), DECIDED, words, offer, event, _("这是您交的材料。"))


def _author(offer: Offer):
    return Account.objects.filter(person=offer.person_id, is_active=True)


def _recipients(bulletin: Bulletin):
    people = bulletin.receipts.filter(counts=True).values("person")
    return Account.objects.filter(person__in=people, is_active=True)


def _clerks(about):
    return _granted(Q(role__in=CLERKS, body=about.body.pk))


def _granted(grants: Q):
    found = Grant.objects.in_force().filter(grants).values("account")
    return Account.objects.filter(pk__in=found, is_active=True)


def _tell(accounts, kind, words, about, event, why, *, url: str = "") -> None:
    """about: a Bulletin, Call or Offer."""
    age = timezone.now() - event.happened_at
    if age > NEWS_FOR:
        return
    tell(
        [one for one in accounts if one.pk != event.actor_id],
        kind,
        words,
        why=str(why),
        url=url or about.get_absolute_url(),
        about=about,
        once=f"{kind}.{event.pk}",
        outside=_("%s有通报或者通报的消息，请登录查看。") % about.body.short_name,
        at=event.happened_at if age > JUST_NOW else None,
    )
