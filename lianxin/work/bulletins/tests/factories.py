"""Makers of bulletins; every name is fictional."""

from datetime import date, timedelta

from lianxin.foundation.people.models import Role
from lianxin.work.bulletins import workflow
from lianxin.work.bulletins.models import Bulletin, Receipt
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
    make_office_handler,
    make_township,
)

TODAY = date(2026, 3, 11)


class Place:
    """A township with its clerk, deputies with accounts, one without, and an office."""

    def __init__(self, deputies: int = 3):
        self.county = make_county()
        self.body = make_township(self.county)
        self.clerk = make_clerk(self.body)
        self.chair = make_account(Role.CHAIR, self.body)
        self.deputies = [make_deputy(self.body) for _place in range(deputies)]
        self.elder = make_deputy(self.body, account=False)
        self.office = make_office(self.body, "柳溪镇财政所")
        self.handler = make_office_handler(self.office)

    def draft(self, *, kind: str = "circular", today: date = TODAY, **fields) -> Bulletin:
        return workflow.draft(self.body, kind=kind, by=self.clerk, today=today, **fields)

    def written(self, *, today: date = TODAY, **fields) -> Bulletin:
        """A draft whose items all have words."""
        bulletin = self.draft(today=today, **fields)
        for item in bulletin.items.all():
            workflow.change_item(
                item,
                heading=item.heading,
                text=f"{item.heading}平稳推进。",
                office=item.office,
                by=self.clerk,
                today=today,
            )
        if not bulletin.items.exists():
            workflow.add_item(bulletin, heading="正文", text="请阅读。", by=self.clerk, today=today)
        return bulletin

    def issued(self, *, today: date = TODAY, **fields) -> Bulletin:
        return workflow.issue(self.written(today=today, **fields), by=self.clerk, today=today)

    def receipt(self, bulletin: Bulletin, person) -> Receipt:
        """person: an account or a person."""
        pk = getattr(person, "person_id", None) or person.pk
        rows = Receipt.objects.select_related("bulletin__body", "seat", "person")
        return rows.get(bulletin=bulletin, person=pk)

    def read(self, bulletin: Bulletin, account, today: date = TODAY + timedelta(days=1)) -> bool:
        return workflow.read(self.receipt(bulletin, account), by=account, today=today)
