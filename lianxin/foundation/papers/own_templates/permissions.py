"""Who may keep a body's own templates."""

from enum import StrEnum

from lianxin.foundation.people.permissions import is_clerk, register


class Permission(StrEnum):
    KEEP = "paper.keep_templates"
    """Upload, preview and withdraw a body's own templates (record: the body or a version)."""


register({Permission.KEEP: [is_clerk]})
