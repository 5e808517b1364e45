"""Signed forms that come back: which suggestion they belong to, and who opens them."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.permissions import Permission
from lianxin.foundation.papers import kinds
from lianxin.foundation.papers.scanning.targets import Target, register
from lianxin.foundation.people.permissions import require
from lianxin.work.suggestions.links import BadLink, OldLink, read_token
from lianxin.work.suggestions.models import Suggestion

MOST_FOUND = 10
LONGEST_NAME = 120
# The QR that a deputy judges by stands on the form he sends back, too.
_JUDGE_LINK = re.compile(r"/judge/([^/?#\s]+)/")


def register_scans() -> None:
    forms = tuple((kind.key, kind.name) for kind in kinds.all_kinds())
    register(
        Target(
            code="m",
            record_type="matters.matter",
            label=gettext_lazy("代表建议"),
            forms=forms,
            find=_find,
            search=_search,
            describe=_describe,
            number_of=lambda suggestion: "",
            attach=_attach,
            read=_read_judge_link,
        )
    )


def _find(user, pk: int):
    return Suggestion.objects.visible_to(user).filter(pk=pk).first()


def _search(user, body, words: str) -> list[Suggestion]:
    """The exact number first, then titles; newest first."""
    seen = Suggestion.objects.visible_to(user).filter(body=body).submitted()
    number = words.strip().strip("第号").strip()
    found = list(seen.filter(number__in={number, words}).order_by("-pk")[:MOST_FOUND])
    titled = seen.filter(title__icontains=words).exclude(pk__in=[one.pk for one in found])
    return found + list(titled.order_by("-pk")[: MOST_FOUND - len(found)])


def _describe(suggestion) -> str:
    number = _("第 %s 号") % suggestion.number if suggestion.number else _("未编号")
    return f"{number}　{suggestion.title}（{suggestion.year}，{suggestion.get_status_display()}）"


def _attach(suggestion, stored, *, by, today, title, dated_on, number, form) -> None:
    require(by, Permission.CLOSE, suggestion)
    parts = [str(dated_on), number]
    words = _("%(title)s（签字件，%(more)s）") % {
        "title": title,
        "more": "，".join(part for part in parts if part),
    }
    handling.attach(suggestion, stored, by=by, title=words[:LONGEST_NAME])


def _read_judge_link(text: str):
    """The suggestion of a judgement link, and that it is the form asking for it."""
    link = _JUDGE_LINK.search(text)
    if link is None:
        return None
    try:
        reply, _person = read_token(link.group(1))
    except (BadLink, OldLink):
        return None
    return reply.assignment.matter, "survey_form"
