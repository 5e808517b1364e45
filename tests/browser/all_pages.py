"""Who opens each page, on which record: a county in which every page has something to show.

Each named address that answers GET stands in one of PARTS with an account that
may open it, among SECOND_FACTOR, or in NO_PAGES with what it answers instead.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from lianxin.engines.matters import workflow as handling
from lianxin.engines.matters.models import HandoverMeeting, LookBack, Matter
from lianxin.faces.help.views import TOPICS
from lianxin.faces.setup import batches
from lianxin.faces.setup.views.seats import STEPS
from lianxin.foundation.people.models import (
    Account,
    District,
    Group,
    PresidiumMembership,
    Role,
)
from lianxin.foundation.people.slips import issue_slip
from lianxin.foundation.people.tests.factories import PASSWORD
from lianxin.work.suggestions import workflow
from lianxin.work.suggestions.links import judge_token
from lianxin.work.suggestions.tests import factories as make
from tests.browser.service_pages import service_pages
from tests.browser.visits import Visit
from tests.rooms import no_pages, rooms

NO_PAGES = {
    "files:download": "a file",
    "files:thumbnail": "a picture",
    "files:page": "a picture",
    "files:public": "a file",
    "notices:feed": "a calendar",
    "notices:open": "leads to the step it is about",
    "papers:by_code": "leads to what the code names",
    "papers:pdf": "a file",
    "papers:docx": "a file",
    "papers:scan_picture": "a picture",
    "papers:preview_template": "a file",
    "portal:progress_feed": "an Atom feed",
    "portal:promises_feed": "an Atom feed",
    "setup:deputies_export": "a workbook",
    "setup:offices_export": "a workbook",
    "setup:import_refused": "a workbook",
    "reports:export": "a workbook",
    "suggestions:judge_qr": "a picture",
    "ui:size": "sets the type size and leads back",
    **no_pages(),
}
# Seen on the way through signing in with a second factor.
SECOND_FACTOR = {
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
}
ROSTER = "姓名,性别,怪列\n王一,女,x\n李二,男,y\n"


def make_world() -> SimpleNamespace:
    """A county, the people who open its pages, and `at`, which takes a suggestion to a status."""
    today = localdate()
    body = make.make_county()
    town = make.make_township(body)
    clerk, deputy = make.make_clerk(body), make.make_deputy(body, "李𠮷安")
    clerk.set_password(PASSWORD)
    clerk.save()
    office = make.make_office(body, "县交通运输局")
    head = make.make_office_head(office)

    def at(status, **details):
        usual = {"deputy": deputy, "clerk": clerk, "office": office, "today": today}
        return make.make_suggestion(body, status=status, **usual | details)

    return SimpleNamespace(
        at=at,
        today=today,
        soon=today + timedelta(days=9),
        body=body,
        town=town,
        clerk=clerk,
        deputy=deputy,
        cosigner=make.make_deputy(body),
        office=office,
        other_office=make.make_office(body, "县公安局"),
        head=head,
        admin=make.make_account(Role.SYSTEM_ADMIN, body),
    )


def _account_pages(world):
    newcomer = make.make_deputy(world.body)
    _slip, code = issue_slip(newcomer, by=world.clerk)
    newcomer.must_set_password = True
    newcomer.save()
    return [
        Visit("account_login", None),
        Visit("account_inactive", None),
        Visit("account_slip", None),
        Visit("account_slip_enter", None, (code,)),
        Visit("account_home", world.clerk),
        Visit("account_phone", world.clerk),
        Visit("account_change_password", world.clerk),
        Visit("account_reauthenticate", world.clerk),
        Visit("account_logout", world.clerk),
        Visit("account_set_password", newcomer),
        Visit("usersessions_list", world.clerk),
        Visit("mfa_index", world.clerk),
        Visit("account_manage", world.clerk),
        Visit("account_manage", world.clerk, query={"q": "没有"}),
        Visit("account_open", world.clerk),
        Visit("account_detail", world.clerk, (newcomer.pk,)),
        Visit("account_detail", world.admin, (world.clerk.pk,)),
        Visit("rulebook:list", world.clerk),
        Visit("rulebook:detail", world.clerk, ("suggestion.return",)),
        Visit("calendars:list", world.clerk),
        Visit("help:home", None),
        *(Visit("help:topic", None, (topic,)) for topic in TOPICS),
    ]


def _clerk_pages(world):
    clerk, at = world.clerk, world.at
    submitted, accepted, replied = at("submitted"), at("accepted"), at("replied")
    assigned, judged, closed = at("assigned"), at("judged"), at("closed")
    # A draft shows itself to the clerk who writes it for the deputy (代录).
    draft = workflow.draft(
        world.body,
        person=world.deputy.person,
        by=clerk,
        today=world.today,
        title=make.TITLE,
        text=make.TEXT,
        cosigners=[world.cosigner.person],
    )
    invited = draft.proposers.get(is_lead=False)
    kept = promised(world)
    handling.keep_promise(kept.answer.promises.get(), by=world.head, today=world.today)
    fallen_out = at("replied").judge("dissatisfied")
    fallen_out.reply().judge("dissatisfied")
    motion = at("submitted")
    # The road there needs ten signatures and a session; the page does not ask how it came.
    Matter.objects.filter(pk=motion.suggestion.pk).update(kind="motion", status="presidium")
    returned, extended = at("assigned"), at("received")
    handling.ask_return(
        returned.assignment,
        reason="不属于本单位职责。",
        signed_by="方局长",
        by=world.head,
        today=world.today,
    )
    handling.ask_extension(
        extended.assignment,
        reason="需要立项。",
        asked_until=extended.assignment.due_on + timedelta(days=30),
        by=world.head,
        today=world.today,
    )
    drawn = at("closed")
    LookBack.objects.create(matter=drawn.suggestion, drawn_on=world.today)
    meeting = HandoverMeeting.objects.create(body=world.body, held_on=world.today)
    at("accepted").assign(meeting=meeting)
    chosen = [accepted.suggestion.pk, assigned.suggestion.pk, judged.suggestion.pk]
    on = {
        "accept": submitted,
        "return_for_correction": submitted,
        "refuse": submitted,
        "merge": submitted,
        "split": submitted,
        "give_number": accepted,
        "call_back": accepted,
        "put_on_agenda": motion,
        "convert_motion": motion,
        "hand_over": accepted,
        "add_offices": assigned,
        "remind": assigned,
        "remind_deputies": replied,
        "supervise": assigned,
        "set_key": assigned,
        "conciliate": fallen_out,
        "judge_for": replied,
        "judge_promise_for": kept,
        "close": judged,
        "close_without_feedback": replied,
        "archive": closed,
        "publicity": closed,
        "finish_look_back": drawn,
    }
    for name in ("detail", "confirm_cosigner"):
        yield Visit(f"suggestions:{name}", clerk, (draft.pk,))
    for story in (submitted, assigned, replied, kept, closed, returned):
        yield Visit("suggestions:detail", clerk, (story.suggestion.pk,))
    for name, story in on.items():
        yield Visit(f"suggestions:{name}", clerk, (story.suggestion.pk,))
    for name, story in (
        ("take_back", assigned),
        ("decide_return", returned),
        ("decide_extension", extended),
    ):
        yield Visit(f"suggestions:{name}", clerk, (story.assignment.pk,))
    yield Visit("suggestions:answer_for_cosigner", clerk, (invited.pk,))
    yield Visit("suggestions:handover_meeting", clerk, (meeting.pk,))
    for name in ("list", "handover_meetings", "new_handover_meeting", "look_backs", "write_for"):
        yield Visit(f"suggestions:{name}", clerk)
    yield Visit("suggestions:list", clerk, query={"q": "没有这样的"})
    for name in ("hand_over_many", "remind_many", "close_many", "publish_many"):
        yield Visit(f"suggestions:{name}", clerk, query={"chosen": chosen})
    yield Visit("desk:home", clerk)


def promised(world):
    """A suggestion answered with a promise, the answer found good."""
    return (
        world.at("met")
        .reply("planned", promises=[{"text": "换好护栏", "due_on": world.soon}])
        .judge()
    )


def _office_and_deputy_pages(world):
    head, deputy = world.head, world.deputy
    assigned, met, replied = world.at("assigned"), world.at("met"), world.at("replied")
    handling.save_reply(
        met.assignment,
        by=head,
        today=world.today,
        text="桥墩已加固。",
        result_class="solved",
        items=[{"request": "加固桥墩", "outcome": "adopted", "answer": "已办。"}],
        promises=[{"text": "换护栏", "due_on": world.soon}],
    )
    opened, kept = promised(world), promised(world)
    promise, said_kept = opened.answer.promises.get(), kept.answer.promises.get()
    handling.keep_promise(said_kept, by=head, today=world.today, text="已换好。")
    draft = world.at("draft", text="太短")
    workflow.invite(draft.suggestion, persons=[world.cosigner.person], by=deputy, today=world.today)
    handling.remind(assigned.assignment, by=world.clerk, today=world.today)
    for name in ("receive", "ask_return", "plan", "contact", "extend", "note_progress"):
        yield Visit(f"suggestions:{name}", head, (assigned.assignment.pk,))
    yield Visit("suggestions:reply", head, (met.assignment.pk,))
    yield Visit("suggestions:reply_preview", head, (met.assignment.pk,))
    for name in ("inbox", "reminders", "promises"):
        yield Visit(f"suggestions:{name}", head)
    yield Visit("suggestions:inbox", head, query={"late": "late"})
    yield Visit("suggestions:letter", head, (replied.answer.pk,))
    for name in ("report_promise", "keep_promise", "explain_promise"):
        yield Visit(f"suggestions:{name}", head, (promise.pk,))
    yield Visit("suggestions:mine", deputy)
    yield Visit("suggestions:write", deputy)
    for name in ("edit", "submission", "cosigners"):
        yield Visit(f"suggestions:{name}", deputy, (draft.suggestion.pk,))
    yield Visit("suggestions:cosigning", world.cosigner, (draft.suggestion.pk,))
    yield Visit("suggestions:withdraw", deputy, (replied.suggestion.pk,))
    for story in (draft, assigned, replied, opened):
        yield Visit("suggestions:follow", deputy, (story.suggestion.pk,))
    yield Visit("suggestions:judge", deputy, (replied.answer.pk,))
    yield Visit("suggestions:judged", deputy, (opened.answer.pk,))
    yield Visit("suggestions:judge_promise", deputy, (said_kept.pk,))
    for story in (replied, opened):
        token = judge_token(story.answer, deputy.person)
        yield Visit("suggestions:judge_by_link", None, (token,))
    yield Visit("desk:home", head)
    yield Visit("desk:home", deputy)


def _public_pages_and_ledgers(world):
    story = promised(world)
    handling.publish(story.suggestion, by=world.clerk, today=world.today)
    Matter.objects.filter(pk=story.suggestion.pk).update(is_key=True)
    auditor = make.make_account(Role.AUDITOR, world.body)
    return [
        Visit("portal:home", None),
        Visit("portal:progress", None),
        Visit("portal:detail", None, (story.suggestion.pk,)),
        Visit("portal:promises", None),
        Visit("reports:ledger", world.clerk),
        Visit("reports:ledger", auditor, query={"body": world.town.pk}),
        Visit("reports:items", world.clerk, query={"rate": "reply", "side": "numerator"}),
        Visit("reports:items", world.clerk, query={"measure": "promises"}),
        Visit("reports:promises", world.clerk),
        Visit("reports:trail", world.clerk),
        Visit("desk:home", auditor),
        Visit("desk:home", world.admin),
        Visit("desk:home", make.make_account(Role.CHAIR, world.body)),
        Visit("desk:home", make.make_account(Role.LIAISON, world.body)),
        Visit("desk:home", make.make_account(Role.SUPERVISION_OFFICE, world.body)),
    ]


def _setup_pages(world):
    clerk, admin, body = world.clerk, world.admin, world.body
    term = body.terms.get()
    group = Group.objects.create(body=body, name="第一代表小组")
    seat = world.deputy.person.seats.get()
    seat.group = group
    seat.save()
    membership = PresidiumMembership.objects.create(
        body=body, person=world.deputy.person, started_on=world.today
    )
    district = District.objects.create(term=term, name="第一选区")
    make.make_deputy(body, "还没有账号", account=False)
    batch = batches.keep(
        SimpleUploadedFile("名册.csv", ROSTER.encode()), kind="deputies", body=body, by=clerk
    )
    batches.look(batch)
    ready = batches.keep(
        SimpleUploadedFile("名册.csv", ROSTER.encode()), kind="deputies", body=body, by=clerk
    )
    batches.look(ready)
    batches.rehearse(ready, by=clerk)
    for record, names in (
        (body, ("body", "body_edit", "body_close", "profile", "terms", "term_new")),
        (term, ("term_edit", "session_new", "district_new")),
        (term.sessions.get(), ("session_edit",)),
        (district, ("district_edit",)),
    ):
        for name in names:
            yield Visit(f"setup:{name}", admin, (record.pk,))
    for name in ("home", "bodies", "body_new"):
        yield Visit(f"setup:{name}", admin)
    lists = "home deputies deputies_print deputy_new deputy_accounts groups group_new presidium"
    for name in f"{lists} presidium_join offices office_new import".split():
        yield Visit(f"setup:{name}", clerk)
    for name in ("person", "person_edit", "seat_new"):
        yield Visit(f"setup:{name}", clerk, (world.deputy.person.pk,))
    for step in STEPS:
        yield Visit(f"setup:seat_{step}", clerk, (seat.pk,))
    for name in ("group", "group_edit"):
        yield Visit(f"setup:{name}", clerk, (group.pk,))
    yield Visit("setup:presidium_leave", clerk, (membership.pk,))
    for name in ("office", "office_edit", "office_rename", "office_merge", "office_close"):
        yield Visit(f"setup:{name}", clerk, (world.office.pk,))
    yield Visit("setup:import_columns", clerk, (batch.token,))
    yield Visit("setup:import_batch", clerk, (ready.token,))


def refusing(world) -> Iterable[Visit]:
    """Pages whose form, sent as it opens, is refused."""
    submitted, accepted, replied = world.at("submitted"), world.at("accepted"), world.at("replied")
    draft, assigned, closed = world.at("draft", text=""), world.at("assigned"), world.at("closed")
    promise = promised(world).answer.promises.get()
    clerk, head, deputy = world.clerk, world.head, world.deputy
    on: dict[str, tuple[Account, int]] = {
        "write": (deputy, 0),
        "submission": (deputy, draft.suggestion.pk),
        "judge": (deputy, replied.answer.pk),
        "withdraw": (deputy, replied.suggestion.pk),
        "ask_return": (head, assigned.assignment.pk),
        "plan": (head, assigned.assignment.pk),
        "contact": (head, assigned.assignment.pk),
        "extend": (head, assigned.assignment.pk),
        "report_promise": (head, promise.pk),
        "explain_promise": (head, promise.pk),
        "return_for_correction": (clerk, submitted.suggestion.pk),
        "refuse": (clerk, submitted.suggestion.pk),
        "call_back": (clerk, submitted.suggestion.pk),
        "hand_over": (clerk, accepted.suggestion.pk),
        "supervise": (clerk, assigned.suggestion.pk),
        "set_key": (clerk, assigned.suggestion.pk),
        "judge_for": (clerk, replied.suggestion.pk),
        "publicity": (clerk, closed.suggestion.pk),
    }
    for name, (account, pk) in on.items():
        yield Visit(f"suggestions:{name}", account, (pk,) if pk else ())
    for name in ("deputy_new", "group_new", "office_new", "import"):
        yield Visit(f"setup:{name}", clerk)
    yield Visit("setup:body_new", world.admin)


def _room_pages(room, world):
    people = {
        "clerk": world.clerk,
        "deputy": world.deputy,
        "liaison": make.make_account(Role.LIAISON, world.body),
    }
    yield from room.pages(room.make_records(world.at("replied").suggestion, **people), **people)


PARTS: dict[str, Callable[[SimpleNamespace], Iterable[Visit]]] = {
    "accounts, rules, help": _account_pages,
    "the clerk's": _clerk_pages,
    "the offices' and deputies'": _office_and_deputy_pages,
    "ledgers and public": _public_pages_and_ledgers,
    "setup": _setup_pages,
    "services": service_pages,
    **{room.__name__: partial(_room_pages, room) for room in rooms()},
}
