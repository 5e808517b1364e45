"""Steps over seats, presidium and offices; nothing else writes `Seat.state`.

Each function is one step a person takes, in one transaction, leaving one event
in the ledger and, for seats, one `SeatChange` with the article it rests on.
"""

from lianxin.foundation.people.workflow.offices import merge_office, open_office, rename_office
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

__all__ = [
    "Suspension",
    "announce_end",
    "confirm_seat",
    "end_seat",
    "join_presidium",
    "leave_presidium",
    "merge_office",
    "open_office",
    "rename_office",
    "resume_seat",
    "seat_deputy",
    "suspend_seat",
]
