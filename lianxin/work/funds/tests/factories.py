"""A township with its rate, its deputies, clerk and chair; every name is fictional."""

from datetime import date

from lianxin.foundation.people.models import Role
from lianxin.foundation.rulebook.models import RuleSetting
from lianxin.work.activities.tests.factories import Place
from lianxin.work.suggestions.tests.factories import make_account

TODAY = date(2026, 6, 10)


def set_rate(body, yuan: int, since: date, source: str = "镇人大经费管理办法") -> RuleSetting:
    return RuleSetting.objects.create(
        body=body, key="fund.per_deputy", value=yuan, unit="yuan", valid_from=since, source=source
    )


class Funded(Place):
    """A place with 500 yuan for each of its deputies, and a chair."""

    def __init__(self, deputies: int = 3):
        super().__init__(deputies=deputies)
        self.chair = make_account(Role.CHAIR, self.body, name="苏主席")
        set_rate(self.body, 500, date(2024, 1, 1))
