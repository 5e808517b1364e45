"""What is asked of notices: how many are unread, what went out for whom."""

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxin.foundation.notices.models import Delivery, Notice
from lianxin.foundation.people.models import Account, Grant
from lianxin.foundation.people.queries import bodies_managed_by

UNREAD = Coalesce(
    Subquery(
        Notice.objects.unread()
        .filter(account=OuterRef("pk"))
        .order_by()
        .values("account")
        .annotate(number=Count("pk"))
        .values("number"),
        output_field=IntegerField(),
    ),
    0,
)
"""Unread notices of an account, counted in an index; read with the account on each page."""


def unread_count(account: Account) -> int:
    """Unread notices as the account was read; asked for apart only where it was not read along."""
    known = getattr(account, "unread_notices", None)
    return Notice.objects.of(account).unread().count() if known is None else known


def deliveries_seen_by(account: Account) -> QuerySet[Delivery]:
    """Messages to accounts of the bodies whose accounts `account` manages."""
    grants = Grant.objects.filter(
        account=OuterRef("account"), body__in=bodies_managed_by(account).values("pk")
    )
    return Delivery.objects.filter(Exists(grants)).select_related("account")
