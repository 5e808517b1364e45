"""What others are not to find by another way: events and papers of cases and visits."""

from django.db.models import Q

from lianxin.foundation.ledger import hiding as ledger
from lianxin.foundation.papers import queries as papers
from lianxin.work.care.models import RightsCase, Visit

CASE, VISIT = RightsCase._meta.label_lower, Visit._meta.label_lower


def hidden_events(user) -> Q:
    """Events of cases and visits that do not exist for `user`."""
    cases = Q(record_type=CASE) & ~Q(
        record_id__in=RightsCase.objects.visible_to(user).order_by().values("pk")
    )
    visits = Q(record_type=VISIT) & ~Q(
        record_id__in=Visit.objects.visible_to(user).order_by().values("pk")
    )
    return cases | visits


def hidden_papers(user) -> Q:
    """Records drawn of cases that do not exist for `user`, another clerk of the body included."""
    seen = RightsCase.objects.visible_to(user).order_by().values("pk")
    return Q(about_type=CASE) & ~Q(about_id__in=seen)


def register_hidings() -> None:
    ledger.register_hiding(hidden_events)
    papers.register_hiding(hidden_papers)
