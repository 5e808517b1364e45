"""The room's entry in the top menu, and who may open the files of a paper."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.papers.models import Paper
from lianxin.foundation.people.models import CLERKS, OFFICE_ROLES, Role
from lianxin.ui import menu


def works_with_papers(user) -> bool:
    """Those who draft, sign and issue; others find papers beside their records."""
    return user.has_role(*CLERKS, *OFFICE_ROLES, Role.CHAIR, Role.AUDITOR)


def may_open_paper(user, stored) -> bool:
    """A paper's files go with the paper."""
    return Paper.objects.visible_to(user).filter(Q(pdf=stored.pk) | Q(docx=stored.pk)).exists()


def register_entry() -> None:
    menu.register(_("公文"), "papers:list", order=30, shown_to=works_with_papers)
