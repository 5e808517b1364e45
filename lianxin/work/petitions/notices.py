"""What is told of petitions: never who or what, and never to whom it is about."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.foundation.notices import kinds
from lianxin.foundation.notices.telling import tell
from lianxin.foundation.people.models import OFFICE_ROLES, Account, Grant
from lianxin.work.petitions.kind import CLERKS_AND_CHAIR
from lianxin.work.petitions.permissions import is_recused


def register_notices() -> None:
    kinds.register(
        kinds.Kind("petition.referred", gettext_lazy("信访转办和催办"), is_urgent=True),
        kinds.Kind("petition.answered", gettext_lazy("信访反馈和异议")),
        kinds.Kind("petition.spokesperson", gettext_lazy("信访代言")),
    )


def referred(referral) -> None:
    _tell(
        referral.petition,
        _of_office(referral),
        "petition.referred",
        _("有一件信访事项转您单位办理，期限 %s") % f"{referral.due_on:%Y-%m-%d}",
        _("您的单位承办这件信访。"),
        f"referral-{referral.pk}",
    )


def urged(referral, today: date) -> None:
    _tell(
        referral.petition,
        _of_office(referral),
        "petition.referred",
        _("催办：一件信访事项还没有反馈，期限 %s") % f"{referral.due_on:%Y-%m-%d}",
        _("您的单位承办这件信访。"),
        f"urge-{referral.pk}-{today}",
    )


def objected(referral) -> None:
    _tell(
        referral.petition,
        _managers(referral.petition),
        "petition.answered",
        _("承办单位对信访转办提出异议，请核实"),
        _("您经办本级信访工作。"),
        f"objection-{referral.pk}-{referral.objected_on}",
    )


def answered(referral) -> None:
    _tell(
        referral.petition,
        _managers(referral.petition),
        "petition.answered",
        _("承办单位反馈了信访办理结果"),
        _("您经办本级信访工作。"),
        f"answer-{referral.pk}",
    )


def made_spokesperson(petition) -> None:
    _tell(
        petition,
        Account.objects.filter(person_id=petition.spokesperson_id),
        "petition.spokesperson",
        _("请您担任一件信访事项的代言人"),
        _("信访事项发生在您的选区。"),
        f"spokesperson-{petition.pk}-{petition.spokesperson_id}",
    )


def _of_office(referral) -> Iterable[Account]:
    if referral.office_id is None:
        return []
    return _holding(Grant.objects.filter(role__in=OFFICE_ROLES, office_id=referral.office_id))


def _managers(petition) -> Iterable[Account]:
    return _holding(Grant.objects.filter(role__in=CLERKS_AND_CHAIR, body_id=petition.body_id))


def _holding(grants) -> Iterable[Account]:
    accounts = grants.in_force().values("account_id")
    return Account.objects.filter(pk__in=accounts, is_active=True)


def _tell(petition, accounts, kind, words, why, once) -> None:
    free = [one for one in accounts if not is_recused(one, petition)]
    tell(
        free,
        kind,
        words,
        why=why,
        url=reverse("petitions:detail", args=[petition.pk]),
        about=petition,
        once=f"petition-{once}",
    )
