"""Steps over bodies, persons, seats, presidium and offices; nothing else writes `Seat.state`.

Each function is one step a person takes, in one transaction, leaving one event
in the ledger and, for seats, one `SeatChange` with the article it rests on.
"""

from lianxin.foundation.people.workflow.bodies import (
    change_body,
    close_body,
    open_body,
    reopen_body,
)
from lianxin.foundation.people.workflow.enrolling import Enrolment, enrol_deputies
from lianxin.foundation.people.workflow.groups import change_group, form_group, move_group
from lianxin.foundation.people.workflow.offices import merge_office, open_office, rename_office
from lianxin.foundation.people.workflow.persons import change_person, enter_person, namesakes
from lianxin.foundation.people.workflow.presidium import join_presidium, leave_presidium
from lianxin.foundation.people.workflow.seats import (
    Suspension,
    announce_end,
    confirm_seat,
    end_seat,
    resume_seat,
    seat_deputy,
    suspend_seat,
)
from lianxin.foundation.people.workflow.terms import (
    change_district,
    change_session,
    change_term,
    open_district,
    open_session,
    open_term,
)
from lianxin.foundation.people.workflow.upkeep import change_office, change_seat, close_office

__all__ = [
    "Enrolment",
    "Suspension",
    "announce_end",
    "change_body",
    "change_district",
    "change_group",
    "change_office",
    "change_person",
    "change_seat",
    "change_session",
    "change_term",
    "close_body",
    "close_office",
    "confirm_seat",
    "end_seat",
    "enrol_deputies",
    "enter_person",
    "form_group",
    "join_presidium",
    "leave_presidium",
    "merge_office",
    "move_group",
    "namesakes",
    "open_body",
    "open_district",
    "open_office",
    "open_session",
    "open_term",
    "rename_office",
    "reopen_body",
    "resume_seat",
    "seat_deputy",
    "suspend_seat",
]
