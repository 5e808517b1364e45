"""One page as one person opens it."""

from dataclasses import dataclass, field

from django.urls import reverse

from lianxin.foundation.people.models import Account


@dataclass(frozen=True)
class Visit:
    """A named address, who opens it, and on which record.

    account: None is somebody who has not signed in.
    """

    name: str
    account: Account | None
    arguments: tuple = ()
    query: dict = field(default_factory=dict)

    @property
    def address(self) -> str:
        return reverse(self.name, args=self.arguments, query=self.query or None)
