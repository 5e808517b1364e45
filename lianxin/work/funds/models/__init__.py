"""What money there is for deputies' activities, what it was used for, what was bought."""

from lianxin.work.funds.models.budgets import Allocation, Budget
from lianxin.work.funds.models.claims import Claim, Receipt
from lianxin.work.funds.models.facilities import Facility

__all__ = ["Allocation", "Budget", "Claim", "Facility", "Receipt"]
