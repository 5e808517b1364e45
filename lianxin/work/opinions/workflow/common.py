"""What the steps of this room begin with."""

from lianxin.foundation.ledger.chain import record


def note(by, step: str, subject, words: str, **details):
    return record(by, f"opinion.{step}", subject, words, **details)
