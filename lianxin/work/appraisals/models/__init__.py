from lianxin.work.appraisals.models.counts import Entry, EntryLine, GradeCount, PhoneCount, Tally
from lianxin.work.appraisals.models.meetings import Meeting, MeetingOpinion, Ticket, Turnout
from lianxin.work.appraisals.models.plans import Batch, Subject
from lianxin.work.appraisals.models.scales import OwnScale

__all__ = [
    "Batch",
    "Entry",
    "EntryLine",
    "GradeCount",
    "Meeting",
    "MeetingOpinion",
    "OwnScale",
    "PhoneCount",
    "Subject",
    "Tally",
    "Ticket",
    "Turnout",
]
