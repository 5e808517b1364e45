"""Makers that speak the work; every name is fictional."""

from datetime import date, timedelta
from itertools import count

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import Contact, Evaluation, Matter
from lianxin.foundation.people.models import (
    Account,
    Body,
    Grant,
    Office,
    Person,
    Role,
    Seat,
    Session,
    Term,
)
from lianxin.foundation.search.index import together
from lianxin.work.suggestions import workflow

TODAY = date(2026, 3, 11)
_serial = count(1)
SURNAMES = "张王李赵陈杨黄周吴徐孙马朱胡郭何"


def make_county(*, profile="henan", code="hewang"):
    """A county congress with its eighteenth term and third session."""
    body, created = Body.objects.get_or_create(
        code=code,
        defaults={
            "name": "禾望县人民代表大会常务委员会",
            "short_name": "禾望县",
            "kind": Body.Kind.COUNTY,
            "profile": profile,
        },
    )
    if created:
        _open_term(body, 18)
    return body


def make_township(county, *, code="hewang-liuxi", name="柳溪镇"):
    """A township congress below `county`."""
    body = Body.objects.create(
        code=code,
        name=f"{name}人民代表大会",
        short_name=name,
        kind=Body.Kind.TOWNSHIP,
        parent=county,
    )
    _open_term(body, 19)
    return body


def make_street(county, *, code="hewang-dongcheng", name="东城街道"):
    return Body.objects.create(
        code=code,
        name=f"人大{name}工作委员会",
        short_name=name,
        kind=Body.Kind.STREET,
        parent=county,
    )


def _open_term(body, number):
    term = Term.objects.create(body=body, number=number, starts_on=date(2022, 1, 6))
    Session.objects.create(
        term=term, number=3, opens_on=date(2026, 1, 12), closes_on=date(2026, 1, 15)
    )
    return term


def make_account(role, body, *, name="", person=None, office=None, group=None, username=""):
    """An account with one grant, without a password: tests sign in by session."""
    serial = next(_serial)
    account = Account(
        username=username or f"u{serial}",
        name=name or (person.name if person else f"{Role(role).label}{serial}"),
        person=person,
    )
    account.set_unusable_password()
    account.save()
    Grant.objects.create(
        account=account,
        role=role,
        body=body,
        office=office,
        group=group,
        valid_from=date(2022, 1, 1),
    )
    return account


def make_clerk(body, **details):
    role = Role.COUNTY_CLERK if body.is_county else Role.TOWNSHIP_CLERK
    return make_account(role, body, **details)


def make_person(body, name=""):
    serial = next(_serial)
    return Person.objects.create(
        county_id=body.county_id,
        name=name or f"{SURNAMES[serial % len(SURNAMES)]}代表{_chinese(serial)}",
    )


def _chinese(number):
    return "".join("零一二三四五六七八九"[int(digit)] for digit in str(number))


def make_seat(person, body, **details):
    term = body.terms.last() or (body.parent and body.parent.terms.last())
    values = {"started_on": date(2022, 1, 6), "state": Seat.State.IN_OFFICE} | details
    return Seat.objects.create(person=person, body=body, term=term, **values)


def make_deputy(body, name="", *, account=True):
    """A deputy in office; returns the account, whose `person` holds the seat."""
    person = make_person(body, name)
    seat_body = body.parent if body.is_street else body
    make_seat(person, seat_body)
    if not account:
        return person
    return make_account(Role.DEPUTY, body, person=person)


def make_office(body, name="", **details):
    return Office.objects.create(body=body, name=name or f"县第{next(_serial)}局", **details)


def make_office_head(office, **details):
    return make_account(Role.OFFICE_HEAD, office.body, office=office, **details)


def make_office_handler(office, **details):
    return make_account(Role.OFFICE_HANDLER, office.body, office=office, **details)


def _head_of(office):
    grant = office.grants.filter(role=Role.OFFICE_HEAD).select_related("account").first()
    return grant and grant.account


TITLE = "关于修复柳溪村石板桥的建议"
TEXT = "柳溪村石板桥护栏断裂，雨季行人危险。建议在汛期前加固桥墩、更换护栏。"


class Story:
    """A suggestion and everyone around it, walked forward step by step.

    Each method takes the next step on `self.today` and returns the story, so
    that a test reads as the suggestion's life: Story(body).submit().accept()…
    """

    def __init__(self, body, *, deputy=None, clerk=None, office=None, today=TODAY, **fields):
        self.body = body
        self.today = today
        self.deputy = deputy or make_deputy(body)
        self.clerk = clerk or make_clerk(body)
        self.office = office
        self.head = None
        details = {"title": TITLE, "text": TEXT} | fields
        self.suggestion = workflow.draft(
            body, person=self.deputy.person, by=self.deputy, today=today, **details
        )

    def later(self, days):
        self.today += timedelta(days=days)
        return self

    def submit(self):
        workflow.submit(self.suggestion, by=self.deputy, today=self.today)
        return self

    def accept(self):
        workflow.accept(self.suggestion, by=self.clerk, today=self.today)
        workflow.give_number(self.suggestion, by=self.clerk, today=self.today)
        workflow.call_back(
            self.suggestion, note_text="代表确认以桥墩加固为主。", by=self.clerk, today=self.today
        )
        return self

    def assign(self, **details):
        if self.office is None:
            name = "县交通运输局"
            self.office = self.body.offices.filter(name=name).first()
            self.office = self.office or make_office(self.body, name)
        self.head = self.head or _head_of(self.office) or make_office_head(self.office)
        if not details:
            details = {"lead": self.office}
        elif not {"lead", "separate"} & details.keys():
            details["lead"] = self.office
        self.assignments = handling.assign(
            self.suggestion, by=self.clerk, today=self.today, **details
        )
        self.assignment = self.assignments[0]
        return self

    def receive(self):
        handling.receive(self.assignment, by=self.head, today=self.today, handler="周经办")
        return self

    def meet(self):
        handling.contact(
            self.assignment,
            contacted_on=self.today,
            way=Contact.Way.FACE,
            is_meeting=True,
            points="到现场看桥，商定先加固桥墩。",
            by=self.head,
            today=self.today,
        )
        return self

    def reply(self, result_class="solved", promises=(), **fields):
        details = {
            "text": "桥墩已加固，护栏已更换，现已恢复通行。",
            "document_no": f"禾交函〔2026〕{next(_serial)}号",
            "signatory": "何局长",
            "contact": "周经办",
            "contact_phone": "0000-0000",
            "result_class": result_class,
        } | fields
        self.answer = handling.save_reply(
            self.assignment, by=self.head, today=self.today, promises=promises, **details
        )
        handling.issue_reply(self.answer, by=self.head, today=self.today)
        return self

    def judge(self, result="satisfied", attitude="satisfied", reason=""):
        self.evaluation = handling.judge(
            self.answer,
            person=self.deputy.person,
            attitude=attitude,
            result=result,
            reason=reason or ("还没有修好。" if "dissatisfied" in (result, attitude) else ""),
            channel=Evaluation.Channel.PAGE,
            by=self.deputy,
            today=self.today,
        )
        self.suggestion.refresh_from_db()
        return self

    def close(self):
        handling.close(self.suggestion, by=self.clerk, today=self.today)
        return self

    @property
    def status(self):
        return Matter.objects.get(pk=self.suggestion.pk).status


def make_suggestion(body, *, status="submitted", **details):
    """A suggestion walked to `status` through the real steps; returns the Story."""
    story = Story(body, **details)
    path = {
        "draft": [],
        "submitted": ["submit"],
        "accepted": ["submit", "accept"],
        "assigned": ["submit", "accept", "assign"],
        "received": ["submit", "accept", "assign", "receive"],
        "met": ["submit", "accept", "assign", "receive", "meet"],
        "replied": ["submit", "accept", "assign", "receive", "meet", "reply"],
        "judged": ["submit", "accept", "assign", "receive", "meet", "reply", "judge"],
        "closed": ["submit", "accept", "assign", "receive", "meet", "reply", "judge", "close"],
    }[status]
    # A third of the work would be indexing what the next step changes again.
    with together():
        for step in path:
            getattr(story, step)()
    return story
