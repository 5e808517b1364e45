"""Bulletins and who read them, questions, periodicals, papers of exchanges."""

from lianxin.work.bulletins.models.bulletins import Bulletin, BulletinFile, Item
from lianxin.work.bulletins.models.contributions import Contribution
from lianxin.work.bulletins.models.periodicals import Delivery, Subscription
from lianxin.work.bulletins.models.reading import Question, Receipt

__all__ = [
    "Bulletin",
    "BulletinFile",
    "Contribution",
    "Delivery",
    "Item",
    "Question",
    "Receipt",
    "Subscription",
]
