"""The buttons of a petition and of its referrals: the steps open to one now."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lianxin.foundation.people.permissions import may
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.steps import OF_CLERK, OF_PETITION, OF_REFERRAL, Step


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    is_main: bool = False
    is_grave: bool = False


def buttons_of(petition, user) -> list[Button]:
    """The steps of the petition open to `user` now."""
    return [
        Button(
            step.label,
            reverse("petitions:step", args=[petition.pk, step.name]),
            step.main and petition.status not in step.later,
            step.is_grave,
        )
        for step in OF_PETITION.values()
        if step.is_open(user, petition)
    ]


def referral_step_is_open(step: Step, user, referral) -> bool:
    if step.name in OF_CLERK:
        return referral.status in step.statuses and may(user, Permission.MANAGE, referral.petition)
    return step.is_open(user, referral)


def buttons_of_referral(referral, user) -> list[Button]:
    """The steps of one referral open to `user` now."""
    return [
        Button(
            step.label,
            reverse("petitions:referral_step", args=[referral.pk, step.name]),
            step.main,
            step.is_grave,
        )
        for step in OF_REFERRAL.values()
        if referral_step_is_open(step, user, referral)
    ]
