"""Who may prepare what the public sees of a file."""

from enum import StrEnum

from lianxin.foundation.people.permissions import is_chair, is_clerk, register


class Permission(StrEnum):
    PUBLIC_COPY = "files.public_copy"
    """Black out places, approve and withdraw the public copy of a file one may open."""


register({Permission.PUBLIC_COPY: [is_clerk, is_chair]})
