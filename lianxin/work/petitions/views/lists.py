"""The list, its table, and the figures that open it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.engines.matters.lateness import Lateness, lateness
from lianxin.foundation.people.permissions import may
from lianxin.foundation.sheets import exports
from lianxin.foundation.stepping import press
from lianxin.ui.paging import NEWEST, paginate
from lianxin.work.petitions import workflow
from lianxin.work.petitions.exporting import ledger_listing
from lianxin.work.petitions.forms.registering import FilterForm
from lianxin.work.petitions.kind import CLERKS_AND_CHAIR
from lianxin.work.petitions.models import Petition
from lianxin.work.petitions.permissions import Permission
from lianxin.work.petitions.queries import figures, strong_topics

TONES = {"soon": "warn", "late": "bad", "serious": "worst"}


@dataclass(frozen=True)
class Row:
    """One line of the list."""

    petition: Petition
    lateness: Lateness

    @property
    def tone(self) -> str:
        return TONES.get(self.lateness.grade, "")


def _narrowed(user, asked):
    today = localdate()
    filters = FilterForm(asked)
    return filters, filters.apply(Petition.objects.visible_to(user), today=today), today


def works_with_petitions(user) -> bool:
    """Clerks and chairs always; offices and spokespersons while they have one."""
    return user.has_role(*CLERKS_AND_CHAIR) or Petition.objects.visible_to(user).exists()


@require_safe
def petition_list(request):
    """All petitions that exist for the reader, newest first."""
    if not works_with_petitions(request.user):
        raise Http404
    if exports.is_asked(request):
        if not request.user.has_role(*CLERKS_AND_CHAIR):
            raise PermissionDenied(_("信访台账由本级信访工作人员导出。如工作需要，请与其联系。"))
        return exports.answer(request, petitions_export)
    filters, found, today = _narrowed(request.user, request.GET)
    page = paginate(request, found, order=NEWEST, rows=Petition.objects.for_list())
    home = request.user.home_body
    context = {
        "filters": filters,
        "page": page,
        "rows": [
            Row(
                one,
                lateness(
                    one.due_on,
                    today,
                    waiting_for=one.waiting_for,
                    is_extended=one.is_extended,
                ),
            )
            for one in page
        ],
        "clear": reverse("petitions:list"),
        "export": exports.address(request) if request.user.has_role(*CLERKS_AND_CHAIR) else "",
        "may_register": home is not None and may(request.user, Permission.REGISTER, home),
    }
    return render(request, "petitions/list.html", context)


def petitions_export(user, asked) -> exports.Export:
    """The list as the address filters it; its leaving is on the ledger."""
    if not user.has_role(*CLERKS_AND_CHAIR):
        raise PermissionDenied(_("信访台账由本级信访工作人员导出。"))
    _filters, found, _today = _narrowed(user, asked)
    home = user.home_body
    listing = ledger_listing(found.order_by("-pk"), unit=home.name)
    return exports.Export(listing.title, [listing], body=home, step="petition.export")


@require_safe
def petition_figures(request):
    """Counters of one year: each opens the list of exactly what it counts."""
    user = request.user
    if not user.has_role(*CLERKS_AND_CHAIR):
        raise Http404
    today = localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    found = figures(Petition.objects.visible_to(user), year)
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < today.year else None,
        "whole": _linked(found.whole),
        "groups": [
            (_("按来源"), [_linked(one) for one in found.by_channel]),
            (_("按类别"), [_linked(one) for one in found.by_sort]),
            (_("按月份"), [_linked(one) for one in found.by_month]),
            (_("按问题类别"), [_linked(one) for one in found.by_topic]),
            (_("按问题发生地"), [_linked(one) for one in found.by_place]),
        ],
        "strong": [_linked(one) for one in strong_topics(found.by_topic, user.home_body, today)],
        "may_offer": year == today.year,
    }
    return render(request, "petitions/figures.html", context)


def _linked(counter):
    return counter, f"{reverse('petitions:list')}?{urlencode(counter.query)}"


@require_POST
def offer_topic(request):
    """Offer a topic that many petitions are about as one to supervise."""
    if not request.user.has_role(*CLERKS_AND_CHAIR):
        raise Http404
    topic = request.POST.get("topic", "")
    return press(
        request,
        lambda: workflow.offer_topic(
            request.user.home_body, topic=topic, by=request.user, today=localdate()
        ),
        done=_("已提出监督选题线索：%s。") % topic,
        then="petitions:figures",
    )
