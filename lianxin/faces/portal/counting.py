"""Counting what visitors do, in windows of ten minutes, across all worker processes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lianxin.faces.portal.models import Window

SECONDS = 600
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Counter:
    """Counts under `name`; a key is a visitor's address block, a station, or nothing."""

    name: str

    def seen(self, key: str = "") -> int:
        """How often it happened in the window that runs now."""
        found = Window.objects.filter(key=self._hash(key), began_at=_began_at())
        return found.values_list("count", flat=True).first() or 0

    def add(self, key: str = "", number: int = 1) -> None:
        """Count it. Two workers at the same moment both count."""
        row = Window.objects.filter(key=self._hash(key), began_at=_began_at())
        if row.update(count=F("count") + number):
            return
        try:
            with transaction.atomic():
                Window.objects.create(key=self._hash(key), began_at=_began_at(), count=number)
        except IntegrityError:
            row.update(count=F("count") + number)

    def _hash(self, key: str) -> str:
        return salted_hmac(f"portal.counting.{self.name}", key, algorithm="sha256").hexdigest()


def minutes_left() -> int:
    """Minutes until the next window begins; at least one."""
    passed = timezone.now() - _began_at()
    return max(1, -(-(SECONDS - int(passed.total_seconds())) // 60))


def forget_old() -> int:
    """Remove windows nobody asks for any more."""
    return Window.objects.filter(began_at__lt=timezone.now() - KEPT).delete()[0]


def block_of(request: HttpRequest) -> str:
    """The block of addresses a visitor comes from: /24 of the old kind, /48 of the new.

    Whoever is given an address is usually given its neighbours as well.
    """
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return "unknown"
    if mapped := getattr(address, "ipv4_mapped", None):
        address = mapped
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _began_at() -> datetime:
    now = int(timezone.now().timestamp())
    return datetime.fromtimestamp(now - now % SECONDS, UTC)
