"""Rights cases with what was done about them, requests under art. 39, visits, care officers."""

from lianxin.work.care.models.cases import CareOfficer, CaseContact, RightsCase
from lianxin.work.care.models.liberty import LibertyRequest
from lianxin.work.care.models.visits import Visit, VisitPerson

__all__ = [
    "CareOfficer",
    "CaseContact",
    "LibertyRequest",
    "RightsCase",
    "Visit",
    "VisitPerson",
]
