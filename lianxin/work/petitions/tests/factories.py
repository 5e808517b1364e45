"""Makers that speak the work; every name is fictional."""

from datetime import date

from lianxin.foundation.people.models import Role
from lianxin.work.petitions import workflow
from lianxin.work.petitions.models import Petition
from lianxin.work.suggestions.tests.factories import (
    make_account,
    make_clerk,
    make_county,
    make_deputy,
    make_office,
)

TODAY = date(2026, 3, 11)
WHO = {"name": "田示例", "phone": "13900000001", "address": "柳溪村三组", "id_tail": "021X"}


class House:
    """A county with its petition clerk, its chair, two offices and a deputy."""

    def __init__(self, *, code="hewang"):
        self.body = make_county(code=code)
        self.clerk = make_clerk(self.body, name="许示例")
        self.chair = make_account(Role.CHAIR, self.body, name="林主任")
        self.office = make_office(self.body, "水务局")
        self.handler = make_account(Role.OFFICE_HANDLER, self.body, office=self.office)
        self.other_office = make_office(self.body, "农业局")
        self.other_handler = make_account(Role.OFFICE_HANDLER, self.body, office=self.other_office)
        self.deputy = make_deputy(self.body, "何代表")

    def petition(self, **details) -> Petition:
        """One claim by letter, just registered, unless said otherwise."""
        return self.register(**details).petition

    def register(self, **details) -> workflow.Registered:
        values = {
            "channel": Petition.Channel.LETTER,
            "title": "反映灌溉渠断水",
            "text": "三组的水渠断了两个月，五十亩地没有水。",
            "petitioners": [WHO],
            "by": self.clerk,
            "today": TODAY,
        }
        return workflow.register(self.body, **values | details)

    def accepted(self, **details) -> Petition:
        petition = self.petition(**details)
        workflow.accept(petition, way="opinion", told_on=TODAY, by=self.clerk, today=TODAY)
        return petition

    def referred(self, **details) -> Petition:
        petition = self.accepted(**details)
        workflow.refer(
            petition,
            office=self.office,
            responsible="周科长",
            due_on=date(2026, 4, 10),
            by=self.clerk,
            today=TODAY,
        )
        return petition

    def replied(self, **details) -> Petition:
        petition = self.accepted(**details)
        answer(petition, by=self.clerk)
        return petition


def answer(petition, *, by, today=TODAY):
    return workflow.reply(
        petition,
        request="恢复供水。",
        facts="经查，渠道因塌方中断。",
        conclusion="四月底前修通。",
        basis="《水法》有关规定。",
        outcome="support",
        signed_by="林主任",
        delivered_on=today,
        by=by,
        today=today,
    )
