"""Awards and their rewards, a year's election, nominations with facts, honours given."""

from lianxin.work.honours.models.awards import Award, Reward
from lianxin.work.honours.models.given import Honour
from lianxin.work.honours.models.rounds import Fact, Nomination, Objection, Round

__all__ = ["Award", "Fact", "Honour", "Nomination", "Objection", "Reward", "Round"]
