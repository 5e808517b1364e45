"""Papers of this room: the notice, the visitor's record, the blank record with its QR."""

from lianxin.foundation.papers import kinds


def register_papers() -> None:
    from lianxin.work.receptions.papers import announcing, recording

    kinds.register(*announcing.KINDS, *recording.KINDS)
