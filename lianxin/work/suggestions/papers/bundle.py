"""The archive bundle of one suggestion: made at once, or behind the pages when it is large."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.permissions import Permission
from lianxin.engines.matters.workflow.following import missing_papers
from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record, record_type
from lianxin.foundation.papers.bundling.binding import bind
from lianxin.foundation.papers.models import Bundle
from lianxin.foundation.papers.sheet import day_words
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import may, require
from lianxin.foundation.refusals import WrongStatus
from lianxin.foundation.tasks import background, enqueue
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.papers.common import issuer_name
from lianxin.work.suggestions.papers.folder import cover_of, folder_of, weight_of

S = Matter.Status
FINISHED = frozenset({S.CLOSED, S.ARCHIVED})
MOST_FILES_AT_ONCE = 15
MOST_BYTES_AT_ONCE = 8 * 1024 * 1024
CONTENTS = gettext_lazy("归档文件目录")


def ask_for_bundle(suggestion, *, by, today) -> Any:
    """Make the bundle now, or when it is large have it made; gives the Bundle or the Job.

    Raises PermissionDenied; WrongStatus before the suggestion is closed.
    """
    _may_be_made(suggestion, by)
    files, size = weight_of(suggestion)
    if files <= MOST_FILES_AT_ONCE and size <= MOST_BYTES_AT_ONCE:
        return make_bundle(suggestion, by=by, today=today)
    return enqueue(
        make_in_background,
        by=by,
        body=suggestion.body,
        unique=f"bundle {suggestion.pk}",
        suggestion=suggestion.pk,
        account=by.pk,
    )


def make_bundle(suggestion, *, by, today, on_progress=lambda done, total: None) -> Bundle:
    """Bind everything of a closed suggestion into one PDF, keep it, and note it in the ledger.

    Missing papers (missing_papers) are named on the cover and below the contents;
    archiving is where they are asked for.
    """
    _may_be_made(suggestion, by)
    missing = missing_papers(suggestion)
    folder = folder_of(suggestion, by=by)
    remarks = [_("本卷缺：%s。") % one for one in missing] or [_("归档材料齐全。")]
    remarks.append(
        _("%(day)s由%(name)s制作；%(body)s。")
        % {"day": day_words(today), "name": by.name, "body": issuer_name(suggestion.body)}
    )
    bound = bind(
        cover_of(suggestion, missing=missing, today=today),
        str(CONTENTS),
        folder.parts,
        apart=folder.apart,
        remarks=remarks,
        on_progress=on_progress,
    )
    number = _("第%s号") % suggestion.number if suggestion.number else ""
    name = _("归档卷 %(number)s %(title)s") % {"number": number, "title": suggestion.title}
    with transaction.atomic():
        bundle = Bundle.objects.create(
            body=suggestion.body,
            about_type=record_type(suggestion),
            about_id=suggestion.pk,
            file=store(ContentFile(bound.content, f"{name[:80]}.pdf"), by=by, body=suggestion.body),
            pages=bound.pages,
            entries=bound.entries,
            apart=[list(one) for one in folder.apart],
            made_by=by,
        )
        record(
            by,
            "suggestion.make_bundle",
            suggestion,
            _("制作归档卷，共 %s 页") % bound.pages,
            after={"sha256": bundle.file.sha256, "missing": missing},
        )
    return bundle


@background(title=gettext_lazy("制作归档卷"), retries=1)
def make_in_background(job, suggestion, account):
    """The job: rights are asked anew, as they may have ended while it waited."""
    by = Account.objects.get(pk=account)

    def told(done, total):
        job.raise_if_cancelled()
        job.progress(done, total)

    found = Suggestion.objects.select_related("body", "session__term").get(pk=suggestion)
    bundle = make_bundle(found, by=by, today=localdate(), on_progress=told)
    return {
        "url": reverse("suggestions:bundle", args=[found.pk]),
        "words": _("共 %s 页。") % bundle.pages,
    }


def bundles_of(suggestion):
    """Bundles made of a suggestion, the newest first."""
    return Bundle.objects.filter(
        about_type=record_type(suggestion), about_id=suggestion.pk
    ).select_related("file", "made_by")


def may_open_bundle(user, stored) -> bool:
    """Those who could make it, while they may: it holds everything of the suggestion."""
    if not getattr(user, "is_authenticated", False):
        return False
    bundle = Bundle.objects.filter(file=stored, about_type="matters.matter").first()
    if bundle is None:
        return False
    seen = Suggestion.objects.visible_to(user).filter(pk=bundle.about_id)
    suggestion = seen.select_related("body").first()
    return suggestion is not None and may(user, Permission.CLOSE, suggestion)


def _may_be_made(suggestion, by) -> None:
    require(by, Permission.CLOSE, suggestion)
    if suggestion.status not in FINISHED:
        raise WrongStatus(
            _("本件现在的状态是“%(status)s”，办结以后才能制作归档卷。")
            % {"status": suggestion.get_status_display()}
        )
