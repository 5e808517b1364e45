"""The storage that may lie on another machine, and may not answer."""


class Unreachable(OSError):
    """The storage service does not answer or refuses us; its words are for people."""
