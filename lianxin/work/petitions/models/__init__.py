"""Petitions (信访): who came with what, which organ answers by when, and what came of it.

Source: 信访工作条例 (2022); systems.md S-024 to S-028.
"""

from lianxin.work.petitions.models.answering import (
    Appointment,
    HigherReport,
    Opinion,
    Review,
    SpokespersonContact,
)
from lianxin.work.petitions.models.handling import Clock, Extension, Pressing, Referral
from lianxin.work.petitions.models.petition import (
    MOST_REPRESENTATIVES,
    STATUS_WORDS,
    Accused,
    Petition,
    Petitioner,
    PetitionQuerySet,
)

__all__ = [
    "MOST_REPRESENTATIVES",
    "STATUS_WORDS",
    "Accused",
    "Appointment",
    "Clock",
    "Extension",
    "HigherReport",
    "Opinion",
    "Petition",
    "PetitionQuerySet",
    "Petitioner",
    "Pressing",
    "Referral",
    "Review",
    "SpokespersonContact",
]
