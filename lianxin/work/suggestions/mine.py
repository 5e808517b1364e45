"""What concerns one deputy: own and co-signed suggestions, answers and promises to judge."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.engines.matters.models import Assignment, Evaluation, Matter, Promise, Proposer, Reply
from lianxin.foundation.people.models import Body, Person, Role, Seat, Session
from lianxin.foundation.people.queries import in_order
from lianxin.work.suggestions.progress import next_step

S = Matter.Status
ENDED = (S.CLOSED, S.ARCHIVED, S.REFUSED, S.WITHDRAWN, S.SPLIT, S.ON_AGENDA)
OPEN_FOR_JUDGEMENT = (S.ASSIGNED, S.REPLIED, S.TRACKING, S.JUDGED, S.REWORK)
OPEN_FOR_PROMISES = (S.TRACKING, S.REPLIED, S.JUDGED)


def proposals_of(person):
    """Everything `person` raised or was asked to co-sign, newest first."""
    return (
        Proposer.objects.filter(person=person)
        .exclude(state=Proposer.State.DECLINED)
        # A draft thrown away was never raised.
        .exclude(matter__status=S.WITHDRAWN, matter__submitted_on__isnull=True)
        .select_related(
            "matter__body",
            "matter__lead_office",
            "matter__merged_into__body",
            "matter__merged_into__lead_office",
        )
        .prefetch_related(
            Prefetch("matter__proposers", Proposer.objects.select_related("person")),
        )
        .order_by("-matter_id")
    )


def _matters_judged_by(person) -> set[int]:
    """Ids of matters whose answers `person` judges, also of those merged into.

    Read first: no database plans well for "one of these or merged into one of these".
    """
    own = Proposer.objects.filter(person=person, state=Proposer.State.CONFIRMED)
    pairs = own.values_list("matter_id", "matter__merged_into_id")
    return {pk for pair in pairs for pk in pair if pk}


def _present_answers():
    """Answers given to deputies, of the present round of each office."""
    return (
        Reply.objects.filter(state=Reply.State.ISSUED, round=F("assignment__round"))
        .exclude(assignment__role=Assignment.Role.ASSIST)
        .exclude(assignment__status=Assignment.Status.TAKEN_BACK)
        .select_related("assignment__matter__body", "assignment__office")
        .order_by("issued_on", "pk")
    )


def is_judge_of(person, matter):
    """The condition that `person` judges the answers of `matter`, asked within another query."""
    return Exists(
        Proposer.objects.filter(
            Q(matter=matter) | Q(matter__merged_into=matter),
            person=person,
            state=Proposer.State.CONFIRMED,
        )
    )


def replies_to_judge(person, matters=None):
    """Answers given to `person` that he has not judged.

    matters: where to look, if not in all that he judges.
    """
    judged = Evaluation.objects.filter(reply=OuterRef("pk"), person=person)
    return _present_answers().filter(
        ~Exists(judged),
        assignment__matter__in=_matters_judged_by(person) if matters is None else matters,
        assignment__matter__status__in=OPEN_FOR_JUDGEMENT,
    )


def promises_to_judge(person, matters=None):
    """Promises said to be kept that `person` is to judge again.

    matters: where to look, if not in all that he judges.
    """
    return (
        Promise.objects.filter(
            reply__assignment__matter__in=_matters_judged_by(person)
            if matters is None
            else matters,
            reply__assignment__matter__status__in=OPEN_FOR_PROMISES,
            state=Promise.State.KEPT,
        )
        .select_related("reply__assignment__matter__body", "reply__assignment__office")
        .order_by("settled_on", "pk")
    )


@dataclass
class Row:
    """One suggestion in a deputy's list: where it stands and what is next."""

    proposer: Proposer
    button: str = ""
    url: str = ""

    @property
    def matter(self):
        return self.proposer.matter

    @property
    def followed(self):
        """The matter whose handling the deputy follows."""
        return self.matter.merged_into or self.matter

    @property
    def next_step(self) -> str:
        if not self.proposer.is_lead and self.matter.status in {S.DRAFT, S.COSIGNING, S.RETURNED}:
            if self.proposer.state == Proposer.State.INVITED:
                return _("请您看过内容，确认是否联名。")
            return _("您已确认联名，等领衔代表提交。")
        invited = "、".join(
            proposer.person.name
            for proposer in self.matter.proposers.all()
            if proposer.state == Proposer.State.INVITED
        )
        return next_step(self.followed, invited=invited)

    @property
    def is_asked(self) -> bool:
        """Whether somebody waits for the deputy; nobody waits for a draft."""
        return bool(self.button) and self.matter.status != S.DRAFT

    @property
    def is_ended(self) -> bool:
        return self.followed.status in ENDED


def rows_of(person) -> list[Row]:
    """The deputy's list, in a fixed number of queries; what waits for him has a button."""
    to_judge = {reply.assignment.matter_id: reply for reply in replies_to_judge(person)}
    kept = {promise.reply.assignment.matter_id: promise for promise in promises_to_judge(person)}
    rows = []
    for proposer in proposals_of(person):
        row = Row(proposer)
        row.button, row.url = _button(proposer, row.followed, to_judge, kept)
        rows.append(row)
    return rows


def _button(proposer, followed, to_judge, kept) -> tuple[str, str]:
    matter = proposer.matter
    if matter.status in {S.DRAFT, S.COSIGNING, S.RETURNED}:
        if not proposer.is_lead:
            if proposer.state == Proposer.State.INVITED:
                return _("看内容，确认联名"), reverse("suggestions:cosigning", args=[matter.pk])
            return "", ""
        words = _("接着写") if matter.status == S.DRAFT else _("修改并提交")
        return words, reverse("suggestions:edit", args=[matter.pk])
    if reply := to_judge.get(followed.pk):
        return _("看答复，评价"), reverse("suggestions:judge", args=[reply.pk])
    if promise := kept.get(followed.pk):
        return _("再评价"), reverse("suggestions:judge_promise", args=[promise.pk])
    return "", ""


def bodies_to_write_to(account) -> list[Body]:
    """Bodies to which `account` may raise something as a deputy."""
    return account.bodies_as(Role.DEPUTY) if account.person_id else []


def bodies_to_write_for(account) -> list[Body]:
    """Bodies for whose deputies `account` may write (代录)."""
    return account.bodies_as(Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK, Role.LIAISON)


def deputies_in_office(body, *, order: str = "stroke"):
    """Persons who may raise something in `body` now: of a street, the county's deputies.

    Source: 代表法 (2025), arts. 24, 61; 地方组织法 (2022), art. 59.
    """
    bodies = [body.pk, body.parent_id] if body.is_street else [body.pk]
    seats = Seat.objects.in_office().filter(person=OuterRef("pk"), body_id__in=bodies)
    return in_order(Person.objects.filter(Exists(seats)), order)


def look_up(people, words: str) -> list[Person]:
    """Those of `people` whose name contains `words`, or whose pinyin or its initials begin so.

    people: the deputies of one body, a few hundred at most.
    """
    typed = words.strip().lower().replace(" ", "")
    if not typed:
        return list(people)
    if not typed.isascii():
        return [person for person in people if typed in person.name]
    return [person for person in people if any(key.startswith(typed) for key in _sounds(person))]


def _sounds(person) -> tuple[str, str]:
    """`zhang1san1` → `zhangsan` and `zs`."""
    parts = [part for part in re.split(r"\d", person.pinyin_key) if part]
    return "".join(parts), "".join(part[0] for part in parts)


def sessions_for(body, today: date) -> list[Session]:
    """Sessions a suggestion may be said to be raised at: open now, or the last one."""
    sessions = Session.objects.filter(term__body=body, opens_on__isnull=False).select_related(
        "term"
    )
    return list(sessions.filter(opens_on__lte=today).order_by("-opens_on")[:2])


def open_session(body, today: date) -> Session | None:
    """The session sitting on a day; None between sessions, and at a street committee."""
    return (
        Session.objects.filter(term__body=body, opens_on__lte=today, closes_on__gte=today)
        .select_related("term")
        .first()
    )
