"""Voters answered by a deputy, for the duty file; who wrote and what about is not told."""

from collections import Counter
from datetime import date

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Concat
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.engines.tenure import holders
from lianxin.foundation.people.models import Body, Person
from lianxin.work.voices.models import Answer

SIGNED = Concat(F("message__deputy__name"), Value("代表"))
"""How an answer written down for a deputy by the office is signed (代录)."""


def _answers(since: date, until: date):
    """Answers of one's own; what an office replied and was passed on is the office's."""
    return Answer.objects.filter(
        reply=None, answered_at__date__gte=since, answered_at__date__lte=until
    )


def _written_for(since: date, until: date):
    """Signed by the receiving deputy, but typed by somebody else."""
    return (
        _answers(since, until)
        .filter(message__deputy__isnull=False, signed=SIGNED)
        .exclude(by__person=F("message__deputy"))
    )


def _lines(person: Person, since: date, until: date):
    own = _answers(since, until).filter(by__person=person).filter(_is_ones_own())
    typed = _written_for(since, until).filter(message__deputy=person)
    return [
        Deed(
            localtime(one.answered_at).date(),
            _("答复选民留言 %s") % one.message.display_number,
            one.message.get_absolute_url(),
            note=str(one.get_grade_display()) if one.grade else "",
        )
        for answers in (own, typed)
        for one in answers.select_related("message").only(
            "answered_at", "grade", "message__number", "message__kind"
        )
    ]


def _is_ones_own() -> Q:
    # A deputy who is also chair may type for a colleague: that answer is the colleague's.
    return Q(message__deputy=None) | Q(message__deputy=F("by__person")) | ~Q(signed=SIGNED)


def _tally(body: Body, since: date, until: date):
    people = holders(body)
    own = _answers(since, until).filter(by__person__in=people).filter(_is_ones_own())
    typed = _written_for(since, until).filter(message__deputy__in=people)
    found: Counter[int] = Counter()
    for answers, who in ((own, "by__person"), (typed, "message__deputy")):
        found.update(dict(answers.order_by().values_list(who).annotate(Count("pk"))))
    return found


def register_deeds() -> None:
    deeds.register(
        Source(
            "voices.answered",
            Section.GROUP,
            gettext_lazy("答复选民留言"),
            gettext_lazy("件"),
            _lines,
            _tally,
        )
    )
