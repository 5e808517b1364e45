from lianxin.work.opinions.models.boxes import Box, Opening, Slip
from lianxin.work.opinions.models.cards import Card, CardOpinion, CardRound
from lianxin.work.opinions.models.sessions import Session, SessionOpinion
from lianxin.work.opinions.models.surveys import Picked, Question, Response, Survey, Ticket

__all__ = [
    "Box",
    "Card",
    "CardOpinion",
    "CardRound",
    "Opening",
    "Picked",
    "Question",
    "Response",
    "Session",
    "SessionOpinion",
    "Slip",
    "Survey",
    "Ticket",
]
