"""Records and pages of petitions."""

from collections.abc import Iterable
from datetime import timedelta
from types import SimpleNamespace

from django.utils.timezone import localdate

from lianxin.foundation.people.models import Office
from lianxin.work.petitions import workflow
from tests.browser.visits import Visit

ARGUMENTS = {
    ("petitions:detail", "pk"): "petition",
    ("petitions:petitioners", "pk"): "petition",
    ("petitions:step", "pk"): "petition",
    ("petitions:step", "step"): "step",
    ("petitions:referral_step", "pk"): "referral",
    ("petitions:referral_step", "step"): "referral_step",
    ("petitions:hold_appointment", "pk"): "appointment",
    ("petitions:decide_review", "pk"): "review",
}


def make_records(suggestion, *, clerk, deputy, liaison) -> SimpleNamespace:
    """One in hand at an office, with an appointment and a spokesperson; one under review."""
    body, today = suggestion.body, localdate()
    office = Office.objects.current().filter(body=body).first() or Office.objects.create(
        body=body, name="石板桥水管站"
    )

    def accepted(title):
        petition = workflow.register(
            body,
            channel="visit",
            title=title,
            text="渠道断水两个月，五十亩地浇不上水。",
            petitioners=[{"name": "田示例", "phone": "13900000001"}],
            topic="水利",
            by=clerk,
            today=today,
        ).petition
        workflow.accept(petition, way="opinion", told_on=today, by=clerk, today=today)
        return petition

    petition = accepted("反映灌溉渠断水")
    referral = workflow.refer(
        petition,
        office=office,
        responsible="周示例",
        due_on=today + timedelta(days=20),
        by=clerk,
        today=today,
    )
    appointment = workflow.appoint(
        petition, leader="林示例", meets_on=today, place="接访室", by=clerk
    )
    reviewed = accepted("反映补偿面积有误")
    workflow.reply(
        reviewed,
        request="重新丈量。",
        facts="面积与台账一致。",
        conclusion="不予支持，并说明理由。",
        basis="《土地管理法》有关规定。",
        outcome="reject",
        signed_by="林示例",
        delivered_on=today,
        by=clerk,
        today=today,
    )
    review = workflow.ask_review(
        reviewed, organ="禾州市人民政府", asked_on=today, reason="不服。", by=clerk, today=today
    )
    return SimpleNamespace(
        petition=petition,
        referral=referral,
        appointment=appointment,
        review=review,
        reviewed=reviewed,
        step="supervise",
        referral_step="urge",
    )


def pages(of, *, clerk, deputy, liaison) -> Iterable[Visit]:
    yield Visit("petitions:list", clerk)
    yield Visit("petitions:list", clerk, query={"status": "archived", "year": "2001"})
    yield Visit("petitions:figures", clerk)
    yield Visit("petitions:register", clerk)
    yield Visit("petitions:detail", clerk, (of.petition.pk,))
    yield Visit("petitions:detail", clerk, (of.reviewed.pk,))
    yield Visit("petitions:petitioners", clerk, (of.petition.pk,))
    yield Visit("petitions:step", clerk, (of.petition.pk, "refer"))
    yield Visit("petitions:step", clerk, (of.petition.pk, "attach_spokesperson"))
    yield Visit("petitions:referral_step", clerk, (of.referral.pk, "urge"))
    yield Visit("petitions:hold_appointment", clerk, (of.appointment.pk,))
    yield Visit("petitions:decide_review", clerk, (of.review.pk,))
