"""Choosing the profile (地方规则) a body goes by, and what that changes.

A profile applies from the moment it is chosen. Deadlines already counted keep
the rule they were counted by, because they carry it with them.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.calendars.remembering import forget
from lianxin.foundation.ledger import chain
from lianxin.foundation.people.models import Account, Body
from lianxin.foundation.people.permissions import Permission, require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.rulebook.keys import KEYS
from lianxin.foundation.rulebook.queries import layers_of
from lianxin.foundation.rulebook.rules import Rule, resolve
from lianxin.foundation.rulebook.shipped import NATIONAL, profile_names, title_of

INHERITED = ""
"""A body's profile when it goes by the one above it, or by national law."""


@dataclass(frozen=True)
class Difference:
    """One rule as it governs now and as it would; both say their source."""

    now: Rule
    then: Rule

    @property
    def is_only_source(self) -> bool:
        """Whether the value stays and only its ground is another."""
        return self.now.display == self.then.display


def differences(body: Body, profile: str, on: date) -> list[Difference]:
    """Rules of `body` that would read otherwise on that day with another profile.

    profile: one of `profile_names()`, or INHERITED.
    Raises UnknownProfile.
    """
    layers = layers_of(body)
    chosen = effective(body, profile)
    found = []
    for name, key in KEYS.items():
        own = list(layers.candidates(key.alias_of or name, on))
        now = resolve(key, own, layers.profile, on, body.kind)
        then = resolve(key, own, chosen, on, body.kind)
        if (now.display, now.source, now.start_event) != (
            then.display,
            then.source,
            then.start_event,
        ):
            found.append(Difference(now, then))
    return found


def effective(body: Body, profile: str) -> str:
    """Name of the profile that governs `body` when it chooses `profile`."""
    if profile:
        return profile
    return layers_of(body.parent).profile if body.parent else NATIONAL


@transaction.atomic
def choose_profile(body: Body, profile: str, *, by: Account, instead_of: str) -> None:
    """Let `body`, and those below it that choose none, go by another profile.

    instead_of: the profile that was shown when the choice was made.
    Raises PermissionDenied; Refused for a profile that does not exist; WrongStatus
    when someone has chosen meanwhile.
    """
    require(by, Permission.SET_RULE, body)
    if profile and profile not in profile_names():
        raise Refused(_("没有这套地方规则，请从列出的中选择。"))
    if profile == instead_of:
        raise Refused(_("选的就是现在这一套，没有变动。"))
    # The WHERE clause picks the winner when two clerks press at once.
    if not Body.objects.filter(pk=body.pk, profile=instead_of).update(profile=profile):
        raise WrongStatus(_("地方规则刚刚有变动，本次没有保存。请刷新页面，看清变化后再选。"))
    body.profile = profile
    forget()
    chain.record(
        by,
        "rulebook.profile",
        body,
        _("选定地方规则：%(profile)s") % {"profile": title_of(effective(body, profile))},
        before={"profile": instead_of},
        after={"profile": profile},
    )
