"""Bulletins and who read them, questions, periodicals, papers of exchanges and those offered."""

from lianxin.work.bulletins.models.bulletins import Bulletin, BulletinFile, Item
from lianxin.work.bulletins.models.contributions import Contribution
from lianxin.work.bulletins.models.offers import Call, Offer
from lianxin.work.bulletins.models.periodicals import Delivery, Subscription
from lianxin.work.bulletins.models.reading import Question, Receipt

__all__ = [
    "Bulletin",
    "BulletinFile",
    "Call",
    "Contribution",
    "Delivery",
    "Item",
    "Offer",
    "Question",
    "Receipt",
    "Subscription",
]
