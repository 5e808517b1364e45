"""Who may read what was sent to whom."""

from enum import StrEnum

from lianxin.foundation.people.permissions import (
    is_overseeing_clerk,
    is_system_admin,
    register,
)


class Permission(StrEnum):
    READ_DELIVERIES = "notices.deliveries"
    """Read what left the house for a body's accounts, and send what failed again."""


def register_permissions() -> None:
    register({Permission.READ_DELIVERIES: [is_overseeing_clerk, is_system_admin]})
