"""The kind of matter this room owns, and who sees one."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.kinds import Kind, register
from lianxin.engines.matters.models import Matter
from lianxin.foundation.people.models import CLERKS, Role

CLERKS_AND_CHAIR = (*CLERKS, Role.CHAIR)


def grounds(user) -> list[Q]:
    """The grounds on which an account sees petitions, as conditions on Matter.

    The clerks and the chair of exactly its body; the office it was referred
    to; the deputy who speaks for the petitioner. Whoever is named in it as
    accused, or works at an accused office, sees none of it on any ground.

    Source: 信访工作条例 (2022), arts. 28 para. 3, 30 para. 3.
    """
    found = [
        Q(body_id=grant.body_id)
        for grant in user.current_grants
        if grant.role in CLERKS_AND_CHAIR and grant.body_id
    ]
    from lianxin.work.petitions.models import Petition, Referral

    if offices := user.office_ids():
        referred = Referral.objects.in_force().filter(office_id__in=offices)
        found.append(Q(pk__in=referred.values("petition_id")))
    if user.person_id:
        spoken_for = Petition.objects.filter(spokesperson_id=user.person_id)
        found.append(Q(pk__in=spoken_for.values("pk")))
    if not found:
        return []
    own = ~Exists(accusing(user).filter(petition_id=OuterRef("pk")))
    return [one & Q(own) for one in found]


def accusing(user) -> Any:
    """Accusations against this account, its person, or an office it holds a grant at.

    A bare name accuses whoever bears it: a namesake is kept out rather than
    the accused let in, until the clerk says which person is meant.
    """
    from lianxin.work.petitions.models import Accused

    offices = {grant.office_id for grant in user.current_grants if grant.office_id}
    against = Q(account_id=user.pk) | Q(office_id__in=offices)
    # What an abolished office did, its successor is not the one to handle.
    against |= Q(office__merged_into_id__in=offices)
    against |= Q(name=user.name, person__isnull=True, account__isnull=True) & ~Q(name="")
    if user.person_id:
        against |= Q(person_id=user.person_id)
    return Accused.objects.filter(against)


def register_kinds() -> None:
    register(
        Kind(
            code=Matter.Kind.PETITION,
            model="petitions.petition",
            url_name="petitions:detail",
            noun=_("信访事项"),
            is_need_to_know=True,
            is_visited=False,
            grounds=grounds,
        )
    )
