"""The one way a step is refused.

A workflow function that will not do what it was asked raises a
:class:`Refused`. Pages show its message to the person; the ledger never sees
it, because the transaction is rolled back.
"""

from __future__ import annotations

from django.utils.functional import Promise


class Refused(Exception):
    """A step was refused, for a reason the person asking can act on.

    ``message`` is plain Chinese (usually lazily translated): what is in the
    way and what to do about it. ``article`` names the source when the law is
    the reason, in the short form used by the rulebook, e.g. ``代表法第十九条``;
    it is empty otherwise.
    """

    def __init__(self, message: str | Promise, *, article: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.article = article

    def __str__(self) -> str:
        return str(self.message)


class WrongStatus(Refused):
    """The thing is no longer, or not yet, in a state that allows the step.

    Raised when two people act on the same thing and the second comes too
    late, as well as when a step is asked for out of order.
    """
