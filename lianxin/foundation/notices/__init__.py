"""Telling people what happened: `tell`, from any room's workflow step."""

from typing import Any


def tell(*args: Any, **kwargs: Any) -> Any:
    """Put a notice into inboxes and queue messages: see `telling.tell`."""
    # Asked for late: models cannot be read while apps are being collected.
    from lianxin.foundation.notices.telling import tell as told

    return told(*args, **kwargs)
