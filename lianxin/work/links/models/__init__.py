"""Links of leaders, linked voters, contacts, and the calls that check them."""

from lianxin.work.links.models.checks import SpotCall, SpotCheck
from lianxin.work.links.models.contacts import Contact
from lianxin.work.links.models.linked import Link, LinkedVoter

__all__ = ["Contact", "Link", "LinkedVoter", "SpotCall", "SpotCheck"]
