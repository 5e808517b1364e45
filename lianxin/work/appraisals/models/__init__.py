from lianxin.work.appraisals.models.counts import Entry, EntryLine, GradeCount, PhoneCount, Tally
from lianxin.work.appraisals.models.meetings import Meeting, MeetingOpinion, Ticket, Turnout
from lianxin.work.appraisals.models.plans import Batch, Subject

__all__ = [
    "Batch",
    "Entry",
    "EntryLine",
    "GradeCount",
    "Meeting",
    "MeetingOpinion",
    "PhoneCount",
    "Subject",
    "Tally",
    "Ticket",
    "Turnout",
]
