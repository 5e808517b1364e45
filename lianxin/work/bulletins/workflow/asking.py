"""A deputy's question about a bulletin, the clerk's answer, the suggestion it becomes."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.masking import mask
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import save
from lianxin.work.bulletins import telling
from lianxin.work.bulletins.models import Question, Receipt
from lianxin.work.bulletins.permissions import Permission
from lianxin.work.bulletins.workflow.drafting import named, note
from lianxin.work.bulletins.workflow.issuing import issued_only
from lianxin.work.suggestions import workflow as suggesting

LONGEST_TITLE = 40


@transaction.atomic
def ask(receipt: Receipt, *, text: str, by: Account | None, today: date) -> Question:
    """Put a question or opinion about a bulletin one was sent; pressed twice, it is one.

    Raises PermissionDenied; WrongStatus for a bulletin replaced or withdrawn; Refused for
    no words, or the same words again on a later day.
    """
    require(by, Permission.ASK, receipt)
    bulletin = receipt.bulletin
    issued_only(bulletin)
    text = text.strip()
    if not text:
        raise Refused(_("请写下您的问题或者意见。"))
    same = Question.objects.filter(bulletin=bulletin, person=receipt.person, text=text).first()
    if same is not None:
        if same.asked_on == today and not same.answer:
            return same
        raise Refused(_("同样的话您已经提过，不用再提。"))
    question = Question(bulletin=bulletin, person=receipt.person, text=text, asked_on=today)
    save(question)
    event = note(by, "ask", bulletin, gettext("%s代表提问") % receipt.person.name)
    telling.tell_question(question, event)
    return question


@transaction.atomic
def answer(question: Question, *, answer: str, by: Account | None, today: date) -> None:
    """Answer once; the deputy is told. Raises PermissionDenied; WrongStatus; Refused."""
    require(by, Permission.ANSWER, question)
    answer = answer.strip()
    if not answer:
        raise Refused(_("还没有写答复。请写好再发。"))
    rows = Question.objects.filter(pk=question.pk, answer="")
    values = {"answer": answer, "answered_on": today, "answered_by": by}
    if not rows.update(**values):
        raise WrongStatus(_("这个问题已经答复过了。请刷新页面核对。"))
    for name, value in values.items():
        setattr(question, name, value)
    event = note(
        by,
        "answer",
        question.bulletin,
        gettext("答复%s代表的提问") % question.person.name,
    )
    telling.tell_answered(question, event)


@transaction.atomic
def suggest(question: Question, *, by: Account, today: date):
    """Make a draft suggestion of one's question; returns it, to be written further.

    Raises PermissionDenied; WrongStatus when there is one; Refused as drafting does.
    """
    require(by, Permission.SUGGEST, question)
    row = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if row.matter_id is not None:
        raise WrongStatus(_("这个问题已经写成建议草稿。请在“我的建议”里继续。"))
    bulletin = question.bulletin
    words = question.text.replace("\n", " ")
    # A street has no congress: its deputies raise theirs to the county's.
    receipt = Receipt.objects.select_related("seat__body").get(
        bulletin=bulletin, person=question.person
    )
    matter = suggesting.draft(
        receipt.seat.body,
        person=question.person,
        by=by,
        today=today,
        title=gettext("关于%s的建议") % words[:LONGEST_TITLE],
        text=gettext("%(text)s\n\n（读%(name)s后提出）")
        % {"text": mask(question.text), "name": named(bulletin)},
    )
    Question.objects.filter(pk=question.pk).update(matter=matter)
    question.matter_id = matter.pk
    note(
        by,
        "suggest",
        bulletin,
        gettext("%s代表把提问写成建议草稿") % question.person.name,
        after={"suggestion": matter.pk},
    )
    return matter
