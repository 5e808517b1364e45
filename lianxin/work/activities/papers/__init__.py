"""Papers of this room: the notice, the sheet people sign, the minutes."""

from lianxin.foundation.papers import kinds


def register_papers() -> None:
    from lianxin.work.activities.papers import calling, minutes, signing

    kinds.register(*calling.KINDS, *signing.KINDS, *minutes.KINDS)
