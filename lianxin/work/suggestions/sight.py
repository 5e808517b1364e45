"""How much of a suggestion someone sees who sees it at all."""

from dataclasses import dataclass

from lianxin.foundation.people.models import CLERKS, Role

STAFF = (*CLERKS, Role.CHAIR, Role.AUDITOR, Role.PRESIDIUM_MEMBER, Role.SUPERVISION_OFFICE)


@dataclass(frozen=True)
class Sight:
    """How much of a suggestion someone sees who sees it at all."""

    is_staff: bool = False
    is_proposer: bool = False
    is_scribe: bool = False
    offices: frozenset[int] = frozenset()

    @property
    def sees_all(self) -> bool:
        """Everything but others' drafts and telephone numbers."""
        return self.is_staff or self.is_proposer or self.is_scribe or bool(self.offices)

    @property
    def sees_phones(self) -> bool:
        """Deputies' numbers: for those whose work it is to call them."""
        return self.is_staff or self.is_scribe or bool(self.offices)

    @property
    def sees_opinions(self) -> bool:
        """Assisting opinions go to the lead office and the congress office."""
        return self.is_staff or bool(self.offices)


def sight_of(user, suggestion, proposers, assignments) -> Sight:
    """What `user` sees of a suggestion visible to him."""
    return Sight(
        is_staff=user.oversees(suggestion.body, *STAFF),
        is_proposer=user.person_id is not None
        and any(one.person_id == user.person_id for one in proposers),
        is_scribe=suggestion.created_by_id == user.pk,
        offices=frozenset(user.office_ids() & {item.office_id for item in assignments}),
    )
