"""What several pages of this room begin with."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Account, Body, Role
from lianxin.work.duty.queries import bodies_read_by


def bodies_kept_by(user: Account) -> QuerySet[Body]:
    """Bodies whose tasks, campaigns and points the account keeps: exactly its own."""
    kept = [grant.body_id for grant in user.current_grants if grant.role in (*CLERKS, Role.CHAIR)]
    return Body.objects.filter(pk__in=kept)


def kept_or_403(user: Account) -> QuerySet[Body]:
    bodies = bodies_kept_by(user)
    if not bodies.exists():
        raise PermissionDenied(_("由本级人大工作人员办理，您的账号没有这项权限。"))
    return bodies


def read_or_404(request, model, pk, *related: str):
    """A record of a body whose files the reader may read; otherwise there is none."""
    seen = model.objects.filter(body__in=bodies_read_by(request.user).values("pk"))
    return get_object_or_404(seen.select_related("body", *related), pk=pk)
