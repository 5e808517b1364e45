"""The matrix of role × address × method: the cast, the records, and what each request answers.

Answers: open (anyone, no sign-in) · yes (answered) · sign-in (sent to sign in) ·
no (403, not allowed) · hidden (404, does not exist for this role) · - (405, no such method).
"""

import csv
import os
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from uuid import UUID

from tests.rooms import room_arguments, room_records

TABLE = Path(__file__).parent / "data" / "permission_matrix.csv"
METHODS = ("GET", "POST")
ROLES = (
    "anonymous",
    "county_clerk",
    "township_clerk",
    "chair",
    "presidium_member",
    "deputy",
    "cosigner",
    "other_deputy",
    "group_leader",
    "liaison",
    "office_handler",
    "office_head",
    "other_office",
    "supervision_office",
    "auditor",
    "system_admin",
)
# Arguments whose name says too little: (address, argument) → record in the world.
SPECIAL = {
    ("notices:confirm", "token"): "confirmation",
    ("notices:read", "pk"): "notices",
    ("papers:by_code", "token"): "paper_token",
    ("papers:step", "name"): "paper_step",
    ("files:public", "pk"): "copied_file",
    ("tasks:retry", "pk"): "broken_job",
}
# Development only, and what merely forwards or serves files.
LEFT_OUT = {"ui:gallery"}


@dataclass(frozen=True)
class Address:
    """One named address, and which record each of its arguments names."""

    name: str
    route: str
    arguments: tuple[str, ...]

    def url(self, world) -> str:
        from django.urls import reverse

        return reverse(
            self.name, kwargs={one: world[self.record_of(one)] for one in self.arguments}
        )

    def record_of(self, argument) -> str:
        """Name in the world of the record that `argument` stands for in this route.

        The last word before the argument says what it is: suggestions/<int:pk>/.
        """
        if special := (SPECIAL | room_arguments()).get((self.name, argument)):
            return special
        before = self.route.split(f":{argument}>")[0].rsplit("<", 1)[0].strip("/")
        noun = before.split("/")[-1]
        return noun if argument in {"pk", "id"} else argument


def addresses() -> list[Address]:
    """All named addresses, in the order of their names."""
    from django.urls import get_resolver

    found = [one for one in _walk(get_resolver().url_patterns) if one.name not in LEFT_OUT]
    return sorted(found, key=lambda one: one.name)


def _walk(patterns, route="", space=""):
    for pattern in patterns:
        path = route + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, path, inner)
        elif pattern.name:
            arguments = tuple(pattern.pattern.converters)
            yield Address(f"{space}{pattern.name}", path, arguments)


def cast_and_world():
    """Accounts by role, and the ids of the records that the addresses name."""
    from lianxin.engines.matters.models import HandoverMeeting
    from lianxin.foundation.calendars.models import DayOverride
    from lianxin.foundation.people.models import District, Group, PresidiumMembership, Role
    from lianxin.work.suggestions import workflow
    from lianxin.work.suggestions.links import judge_token
    from lianxin.work.suggestions.tests import factories as make
    from tests.service_records import make_service_records

    county = make.make_county()
    town = make.make_township(county)
    story = make.Story(county)
    cosigner = make.make_deputy(county)
    workflow.invite(story.suggestion, persons=[cosigner.person], by=story.deputy, today=story.today)
    workflow.answer_invitation(
        story.suggestion, person=cosigner.person, agrees=True, by=cosigner, today=story.today
    )
    story.submit().accept().assign().receive().meet()
    story.reply(
        "planned",
        promises=[{"text": "年底前完工", "due_on": story.today + timedelta(days=200)}],
    )
    suggestion = story.suggestion
    group = Group.objects.create(body=county, name="第一代表小组")
    seat = story.deputy.person.seats.get()
    seat.group = group
    seat.save()
    other_office = make.make_office(county)
    services = make_service_records(suggestion, clerk=story.clerk, writer=story.deputy)
    meeting = HandoverMeeting.objects.create(body=county, held_on=story.today)
    cast = {
        "anonymous": None,
        "county_clerk": story.clerk,
        "township_clerk": make.make_clerk(town),
        "chair": make.make_account(Role.CHAIR, county),
        "presidium_member": make.make_account(Role.PRESIDIUM_MEMBER, county),
        "deputy": story.deputy,
        "cosigner": cosigner,
        "other_deputy": make.make_deputy(county),
        "group_leader": make.make_account(Role.GROUP_LEADER, county, group=group),
        "liaison": make.make_account(Role.LIAISON, county),
        "office_handler": make.make_office_handler(story.office),
        "office_head": story.head,
        "other_office": make.make_office_head(other_office),
        "supervision_office": make.make_account(Role.SUPERVISION_OFFICE, county),
        "auditor": make.make_account(Role.AUDITOR, county),
        "system_admin": make.make_account(Role.SYSTEM_ADMIN, county),
    }
    world = {
        "suggestions": suggestion.pk,
        "assignments": story.assignment.pk,
        "replies": story.answer.pk,
        "promises": story.answer.promises.get().pk,
        "files": services.stored.pk,
        "copied_file": services.approved.pk,
        "attachment_pk": services.attachment.pk,
        "page": 1,
        "papers": services.paper.pk,
        "paper_step": "send_for_review",
        "paper_token": services.paper_token,
        "versions": services.template.pk,
        "kind": services.paper.kind,
        "scans": services.scan.pk,
        "tasks": services.job.pk,
        "broken_job": services.broken.pk,
        "notices": services.notice.pk,
        "deliveries": services.failed.pk,
        "confirmation": services.confirmation,
        "secret": services.feed,
        "slug": services.law.slug,
        "manage": story.deputy.pk,
        "grant": story.deputy.grants.get().pk,
        "key": "suggestion.return",
        "code": "AAAA-BBBB-CCCC",
        "token": judge_token(story.answer, story.deputy.person),
        "meetings": meeting.pk,
        "days": DayOverride.objects.create(on=story.today, is_workday=False, body=county).pk,
        "bodies": county.pk,
        "offices": story.office.pk,
        "people": story.deputy.person.pk,
        "seats": seat.pk,
        "groups": group.pk,
        "topic": "clerks",
        # Nobody's: an import belongs to the account that began it.
        "batch": UUID(int=1),
        "terms": county.terms.get().pk,
        "sessions": county.terms.get().sessions.get().pk,
        "districts": District.objects.create(term=county.terms.get(), name="第一选区").pk,
        "cosigners": suggestion.proposers.get(is_lead=False).pk,
        "person_pk": suggestion.proposers.get(is_lead=False).person_id,
        "presidium": PresidiumMembership.objects.create(
            body=county, person=story.deputy.person, started_on=story.today
        ).pk,
    }
    of_rooms = room_records(
        suggestion, clerk=story.clerk, deputy=story.deputy, liaison=cast["liaison"]
    )
    return cast, world | of_rooms


class Visitor:
    """Somebody who asks for addresses, signed in once; nothing they do stays.

    account: None is somebody who has not signed in.
    """

    def __init__(self, account):
        from django.test import Client

        self.account = account
        self.client = Client(raise_request_exception=False)
        if account is not None:
            account.forget_grants()
            self.client.force_login(account)
        self._cookies = {name: one.value for name, one in self.client.cookies.items()}

    def ask(self, address, method, world) -> str:
        """What this person is answered."""
        from django.db import transaction

        self.client.cookies = SimpleCookie(self._cookies)
        with transaction.atomic():
            response = self.client.generic(method, address.url(world))
            transaction.set_rollback(True)
        return _answer(response, self.account)


def _answer(response, account) -> str:
    if response.status_code == 405:
        return "-"
    if response.status_code >= 500:
        return f"error {response.status_code}"
    if response.status_code in {302, 303} and "/account/login/" in response.headers["Location"]:
        return "sign-in"
    if response.status_code == 403:
        return "no"
    if response.status_code == 404:
        return "hidden"
    return "open" if account is None else "yes"


def read_table() -> list[dict]:
    with TABLE.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def write_table() -> None:
    """Write what is observed; a person reads the difference before committing it."""
    cast, world = cast_and_world()
    visitors = [Visitor(account) for account in cast.values()]
    with TABLE.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["address", "method", *cast])
        for address in addresses():
            for method in METHODS:
                answers = [one.ask(address, method, world) for one in visitors]
                table.writerow([address.name, method, *answers])


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianxin.settings.testing"
    import django

    django.setup()
    from django.test.utils import (
        setup_databases,
        setup_test_environment,
        teardown_databases,
        teardown_test_environment,
    )

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        write_table()
    finally:
        teardown_databases(databases, verbosity=0)
        teardown_test_environment()


if __name__ == "__main__":
    main()
