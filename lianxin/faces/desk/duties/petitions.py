"""Petitions on the desk: for who keeps them, for the office that holds one, for the spokesperson."""

from datetime import date, timedelta

from django.db.models import Count as Number
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.lateness import lateness
from lianxin.engines.matters.models import Matter
from lianxin.faces.desk.duties import MOST_SHOWN, NOT_DATED, Count, Duty, Part
from lianxin.work.petitions.kind import CLERKS_AND_CHAIR
from lianxin.work.petitions.models import Petition, Referral
from lianxin.work.petitions.workflow.moves import UNDER_WAY

S = Matter.Status
R = Referral.Status
# A spokesperson who was silent for so long is reminded.
SILENT = timedelta(days=30)


def parts(account, today: date) -> list[Part]:
    found = []
    if account.has_role(*CLERKS_AND_CHAIR):
        found.append(_of_keepers(account, today))
    if account.office_ids():
        found += _of_offices(account, today)
    if account.person_id:
        found += _of_spokesperson(account, today)
    return found


def _of_keepers(account, today) -> Part:
    """What is to be decided, answered or closed; what is late wherever it lies."""
    seen = Petition.objects.visible_to(account)
    waiting = seen.filter(waiting_for=Matter.WaitingFor.CLERK, due_on__isnull=False).only(
        "title", "status", "due_on", "is_extended"
    )
    counted = seen.order_by().aggregate(
        submitted=Number("pk", filter=Q(status=S.SUBMITTED)),
        late=Number("pk", filter=Q(due_on__lt=today) & ~Q(waiting_for="")),
        old=Number("pk", filter=Q(is_old_case=True)),
    )
    page = reverse("petitions:list")
    return Part(
        _("信访"),
        duties=[
            Duty(
                f"petition-{one.pk}",
                one.title,
                one.status_words,
                _("打开办理"),
                one.get_absolute_url(),
                one.due_on,
                _state(one.due_on, today, "clerk", is_extended=one.is_extended),
            )
            for one in waiting.order_by("due_on", "pk")[:MOST_SHOWN]
        ],
        counts=[
            Count(_("信访待决定"), counted["submitted"], f"{page}?status=submitted"),
            Count(_("信访超期"), counted["late"], f"{page}?late=late", tone="bad"),
            Count(_("积案"), counted["old"], f"{page}?old=on", tone="warn"),
        ],
        links=[(_("登记信访"), reverse("petitions:register"))],
    )


def _of_offices(account, today) -> list[Part]:
    seen = Petition.objects.visible_to(account).values("pk")
    owed = list(
        Referral.objects.filter(
            office__in=account.office_ids(), status__in=(R.SENT, R.RECEIVED), petition__in=seen
        )
        .select_related("petition")
        .order_by("due_on", "pk")[:MOST_SHOWN]
    )
    if not owed:
        return []
    duties = [
        Duty(
            f"referral-{one.pk}",
            one.petition.title,
            _("转您单位办理的信访事项"),
            _("签收") if one.status == R.SENT else _("反馈结果"),
            one.petition.get_absolute_url(),
            one.due_on,
            _state(one.due_on, today, "office"),
        )
        for one in owed
    ]
    return [Part(_("信访转办"), duties=duties, links=[(_("信访"), reverse("petitions:list"))])]


def _of_spokesperson(account, today) -> list[Part]:
    spoken_for = list(
        Petition.objects.visible_to(account)
        .filter(spokesperson=account.person_id, status__in=UNDER_WAY)
        .annotate(last=Max("contacts__contacted_on"))
        .order_by("pk")[:MOST_SHOWN]
    )
    if not spoken_for:
        return []
    duties = [
        Duty(
            f"spokesperson-{one.pk}",
            _("信访代言：%s") % one.number,
            _("还没有联系过信访人")
            if one.last is None
            else _("上次联系 %s") % f"{one.last:%Y-%m-%d}",
            _("登记联系"),
            reverse("petitions:step", args=[one.pk, "record_contact"]),
            None,
            NOT_DATED,
        )
        for one in spoken_for
        if one.last is None or one.last + SILENT <= today
    ]
    return [
        Part(_("信访代言"), duties=duties, links=[(_("我代言的信访"), reverse("petitions:list"))])
    ]


def _state(due_on, today, waiting_for, *, is_extended=False):
    return lateness(due_on, today, waiting_for=waiting_for, is_extended=is_extended)
