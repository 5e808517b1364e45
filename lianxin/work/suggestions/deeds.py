"""What deputies did for suggestions, for their duty files: led, co-signed, judged, followed up."""

from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.engines import deeds
from lianxin.engines.deeds import Deed, Section, Source
from lianxin.engines.matters.models import Evaluation, Matter, Promise, Proposer
from lianxin.engines.tenure import holders
from lianxin.foundation.calendars.remembering import remembered
from lianxin.foundation.people.models import Body, Person

Status = Matter.Status
KINDS = (Matter.Kind.SUGGESTION, Matter.Kind.MOTION)
NOT_RAISED = (
    Status.DRAFT,
    Status.COSIGNING,
    Status.RETURNED,
    Status.WITHDRAWN,
    Status.REFUSED,
)
"""Not handed in, taken back, or no suggestion after all. One merged into another was raised."""

LEADING = Q(is_lead=True)
COSIGNING = Q(is_lead=False, state=Proposer.State.CONFIRMED)


def _raised(since: date, until: date):
    # A part of a suggestion that was split is not raised a second time.
    return Proposer.objects.filter(
        matter__kind__in=KINDS,
        matter__split_from=None,
        matter__submitted_on__gte=since,
        matter__submitted_on__lte=until,
    ).exclude(matter__status__in=NOT_RAISED)


def named(matter: Matter) -> str:
    """《关于修复石板桥的建议》（第12号）; one that is confidential is not named."""
    if matter.is_confidential:
        return _("一件要求保密的建议")
    number = _("（第%s号）") % matter.number if matter.number else ""
    return f"《{matter.title}》{number}"


NAMED = ("title", "number", "kind", "status", "is_confidential", "submitted_on")
"""What a line reads of a matter, which has many columns more."""


def _raised_by(person: Person, since: date, until: date) -> list[Proposer]:
    """What a person led or co-signed; one query in a request."""

    def read() -> list[Proposer]:
        found = _raised(since, until).filter(LEADING | COSIGNING, person=person)
        columns = (f"matter__{name}" for name in NAMED)
        return list(found.select_related("matter").only("is_lead", *columns).order_by("pk"))

    return remembered(("suggestion deeds", person.pk, since, until), read)


def _proposing(*, is_lead: bool):
    def lines(person: Person, since: date, until: date):
        return [
            Deed(
                one.matter.submitted_on,
                named(one.matter),
                one.matter.get_absolute_url(),
                note=str(one.matter.get_status_display()),
            )
            for one in _raised_by(person, since, until)
            if one.is_lead == is_lead and one.matter.submitted_on
        ]

    def tally(body: Body, since: date, until: date):
        which = LEADING if is_lead else COSIGNING
        found = _raised(since, until).filter(which, person__in=holders(body))
        return dict(found.order_by().values_list("person").annotate(Count("pk")))

    return lines, tally


def _judgements(since: date, until: date):
    return Evaluation.objects.filter(
        reply__assignment__matter__kind__in=KINDS, judged_on__gte=since, judged_on__lte=until
    )


def _judged(person: Person, since: date, until: date):
    found = _judgements(since, until).filter(person=person)
    return [
        Deed(
            one.judged_on,
            _("评价%(title)s的答复：%(grade)s")
            % {
                "title": named(one.reply.assignment.matter),
                "grade": one.get_result_display(),
            },
            one.reply.assignment.matter.get_absolute_url(),
        )
        for one in _with_matter(found, "judged_on", "result")
    ]


def _with_matter(found, *columns: str):
    """With the matter that was answered, as far as a line reads it."""
    way = "reply__assignment__matter"
    named_by = (f"{way}__{name}" for name in NAMED)
    return found.select_related(way).only(*columns, *named_by).order_by("pk")


def _judged_by(body: Body, since: date, until: date):
    found = _judgements(since, until).filter(person__in=holders(body))
    return dict(found.order_by().values_list("person").annotate(Count("pk")))


def _followed(since: date, until: date):
    """Promises judged again when they were kept or explained; the lead proposer does that."""
    return Promise.objects.filter(
        reply__assignment__matter__kind__in=KINDS,
        reply__assignment__matter__proposers__is_lead=True,
        second_judged_on__gte=since,
        second_judged_on__lte=until,
    ).annotate(lead=F("reply__assignment__matter__proposers__person"))


def _promises(person: Person, since: date, until: date):
    found = _followed(since, until).filter(lead=person.pk)
    return [
        Deed(
            one.second_judged_on,
            _("跟踪承诺“%(promise)s”，再评价：%(grade)s")
            % {"promise": one.text, "grade": one.get_second_judgement_display()}
            if not one.reply.assignment.matter.is_confidential
            else _("跟踪一件要求保密的建议的承诺"),
            one.reply.assignment.matter.get_absolute_url(),
        )
        for one in _with_matter(found, "text", "second_judged_on", "second_judgement")
        if one.second_judged_on
    ]


def _promises_by(body: Body, since: date, until: date):
    found = _followed(since, until).filter(lead__in=holders(body))
    return dict(found.order_by().values_list("lead").annotate(Count("pk")))


def register_deeds() -> None:
    for key, label, pair in (
        ("suggestions.led", gettext_lazy("领衔提出建议、议案"), _proposing(is_lead=True)),
        ("suggestions.cosigned", gettext_lazy("联名提出建议、议案"), _proposing(is_lead=False)),
        ("suggestions.judged", gettext_lazy("评价建议答复"), (_judged, _judged_by)),
        ("suggestions.followed", gettext_lazy("跟踪承诺、再评价"), (_promises, _promises_by)),
    ):
        deeds.register(Source(key, Section.SUGGESTIONS, label, gettext_lazy("件"), *pair))
