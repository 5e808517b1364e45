"""Who may open the file a job made: whoever asked for it, and nobody else."""

from typing import Any

from lianxin.foundation.files.models import StoredFile
from lianxin.foundation.tasks.models import Job


def may_open_result(user: Any, stored: StoredFile) -> bool:
    """Whether `stored` is what came of a job that `user` asked for."""
    if not getattr(user, "is_authenticated", False):
        return False
    return Job.objects.filter(by=user, file=stored).exists()
