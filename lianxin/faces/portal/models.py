"""What the public pages keep of their visitors: how often, within a quarter of an hour."""

from django.db import models


class Window(models.Model):
    """How often something happened in one stretch of time.

    A row of its own, not of the cache: whoever makes the cache overflow would
    otherwise forget his own count. `key` is a keyed hash: no address of a
    visitor is kept, and the row is gone after a day.
    """

    key = models.CharField(max_length=64)
    began_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "访问次数"
        constraints = [
            models.UniqueConstraint(fields=["key", "began_at"], name="portal_window_once"),
        ]
