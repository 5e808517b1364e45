"""Surveys: drawn up, published, filled in on line or from paper, ended."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused, WrongStatus
from lianxin.foundation.saving import locked, save
from lianxin.work.opinions import tickets
from lianxin.work.opinions.models import Picked, Question, Response, Survey, Ticket
from lianxin.work.opinions.permissions import Permission
from lianxin.work.opinions.workflow.common import note
from lianxin.work.voices import workflow as voices
from lianxin.work.voices.models import VoterMessage

MOST_QUESTIONS = 30
MOST_OPTIONS = 20
MOST_TICKETS = 500
LONGEST_TEXT = 1000
WINDOW = timedelta(minutes=10)
MOST_IN_WINDOW = 3000
"""Sheets of one survey in ten minutes; a county that fills in faster is a machine."""
State = Survey.State


@transaction.atomic
def draw_up(survey: Survey, *, by, today: date) -> Survey:
    """Keep a new survey, or a changed draft."""
    require(by, Permission.RUN_SURVEY, survey)
    is_new = survey.pk is None
    if not is_new:
        _must_be(survey, State.DRAFT)
    if survey.closes_on < today:
        raise Refused(_("截止日期已经过了。请改一个日期。"))
    save(survey)
    words = _("起草问卷：%s") if is_new else _("修改问卷：%s")
    note(by, "draw_up" if is_new else "change_survey", survey, words % survey)
    return survey


def _must_be(survey: Survey, *states: str) -> Survey:
    row = locked(survey)
    if row.state not in states:
        raise WrongStatus(_("这份问卷%s，不能办理这一步。请刷新页面。") % row.get_state_display())
    return row


@transaction.atomic
def add_question(
    survey: Survey,
    *,
    text: str,
    kind: str,
    options: Sequence[str] = (),
    is_required: bool = True,
    ranks_problems: bool = False,
    by,
) -> Question:
    """Add a question at the end. options: words to choose from, for single and multiple."""
    require(by, Permission.RUN_SURVEY, survey)
    _must_be(survey, State.DRAFT)
    rows = survey.questions.all()
    if rows.count() >= MOST_QUESTIONS:
        raise Refused(_("一份问卷最多 %d 题。题太多没有人填得完，请删减。") % MOST_QUESTIONS)
    chooses = kind in (Question.Kind.SINGLE, Question.Kind.MULTIPLE)
    kept = list(dict.fromkeys(one.strip() for one in options if one.strip())) if chooses else []
    if chooses and not 2 <= len(kept) <= MOST_OPTIONS:
        raise Refused(_("单选、多选题应当有 2 到 %d 个不同的选项，每行写一个。") % MOST_OPTIONS)
    if ranks_problems and not chooses:
        raise Refused(_("只有单选、多选题可以用来排出群众最关心的问题。"))
    question = save(
        Question(
            survey=survey,
            order=(rows.aggregate(last=Max("order"))["last"] or 0) + 1,
            kind=kind,
            text=text.strip(),
            options=kept,
            is_required=is_required,
            ranks_problems=ranks_problems,
        )
    )
    note(by, "add_question", survey, _("问卷加题：%s") % question.text)
    return question


@transaction.atomic
def remove_question(question: Question, *, by) -> None:
    require(by, Permission.RUN_SURVEY, question.survey)
    _must_be(question.survey, State.DRAFT)
    survey, text = question.survey, question.text
    question.delete()
    note(by, "remove_question", survey, _("问卷删题：%s") % text)


@transaction.atomic
def publish(survey: Survey, *, by, today: date) -> None:
    """From now on its questions stand fast, and on its days it can be filled in."""
    require(by, Permission.RUN_SURVEY, survey)
    _must_be(survey, State.DRAFT)
    if not survey.questions.exists():
        raise Refused(_("问卷还没有题目。请先加题，再发布。"))
    if survey.closes_on < today:
        raise Refused(_("截止日期已经过了。请先修改截止日期，再发布。"))
    survey.state = State.OPEN
    survey.save(update_fields=["state"])
    note(by, "publish_survey", survey, _("发布问卷：%s") % survey)


@transaction.atomic
def make_tickets(survey: Survey, *, number: int, by) -> list[str]:
    """So many new one-time codes, to be printed now: they cannot be shown again."""
    require(by, Permission.RUN_SURVEY, survey)
    row = _must_be(survey, State.DRAFT, State.OPEN)
    if not row.is_coded:
        raise Refused(_("这份问卷人人可填，不用填写码。"))
    if not 1 <= number <= MOST_TICKETS:
        raise Refused(_("一次可以打印 1 到 %d 个填写码。") % MOST_TICKETS)
    codes: list[str] = []
    while len(codes) < number:
        code = tickets.new_code()
        if code not in codes:
            codes.append(code)
    Ticket.objects.bulk_create(
        Ticket(survey=survey, digest=tickets.digest(survey, code)) for code in codes
    )
    note(by, "make_tickets", survey, _("打印填写码 %d 个") % number)
    return codes


@transaction.atomic
def fill_in(
    survey: Survey,
    answers: dict[int, Any],
    *,
    today: date,
    post_key: str,
    code: str = "",
    by=None,
) -> Response:
    """Take in one sheet.

    answers: by question id, a list of places of options, or a text. by: the clerk who
    types a paper sheet; None for whoever fills it in on line, with `code` where the
    survey asks for one. The same post_key counts once.
    Raises Refused in words; nothing is kept then.
    """
    if (known := survey.responses.filter(post_key=post_key).first()) is not None:
        return known
    if by is not None:
        require(by, Permission.RUN_SURVEY, survey)
        _must_be(survey, State.OPEN)
    elif not survey.takes_answers(today):
        raise WrongStatus(_closed_words(survey, today))
    rows = _checked(survey, answers)
    if by is None:
        _refuse_flood(survey)
        if survey.is_coded and not _use(survey, code):
            # The same sheet sent twice at the same moment used it up itself.
            if (known := survey.responses.filter(post_key=post_key).first()) is not None:
                return known
            raise Refused(
                _("这个填写码已经用过，一个码只能填一份。没有填过的，请找发码的联络员换一个。")
            )
    try:
        with transaction.atomic():
            response = Response.objects.create(
                survey=survey, is_paper=by is not None, by=by, post_key=post_key
            )
    except IntegrityError:
        # The same sheet at the same moment.
        return survey.responses.get(post_key=post_key)
    for row in rows:
        row.response = response
    Picked.objects.bulk_create(rows)
    if by is not None:
        note(by, "paper_sheet", survey, _("代录纸质问卷一份"))
    return response


def _closed_words(survey: Survey, today: date) -> str:
    if survey.state == State.OPEN and today < survey.opens_on:
        return _("调查从 %s 开始，请到时再填。") % survey.opens_on
    return _("这次调查已经结束，不再收答卷。谢谢您的关心。")


def _refuse_flood(survey: Survey) -> None:
    recent = survey.responses.filter(is_paper=False, at__gte=timezone.now() - WINDOW)
    if recent.count() >= MOST_IN_WINDOW:
        raise Refused(_("现在填写的人太多，请过十分钟再提交。填好的内容还在页面上。"))


def _use(survey: Survey, code: str) -> bool:
    """Use up a one-time code; it leaves no trace at the answers. False for a used one."""
    found = survey.tickets.filter(digest__in=tickets.digests(survey, code))
    if not found.exists():
        raise Refused(_("填写码不对。请照发给您的纸条核对，字母不分大小写。"))
    # One statement decides which of two who typed the same code was first.
    return bool(found.filter(is_used=False).update(is_used=True))


def _checked(survey: Survey, answers: dict[int, Any]) -> list[Picked]:
    rows: list[Picked] = []
    for question in survey.questions.order_by("order"):
        given = answers.get(question.pk)
        if question.kind == Question.Kind.TEXT:
            text = str(given or "").strip()
            if len(text) > LONGEST_TEXT:
                raise Refused(
                    _("“%(question)s”最多写 %(most)d 个字。请删减。")
                    % {"question": question, "most": LONGEST_TEXT}
                )
            found = [Picked(question=question, text=text)] if text else []
        else:
            places = sorted({int(one) for one in given or []})
            if any(not 0 <= one < len(question.choices) for one in places):
                raise Refused(_("“%s”选了没有的选项。请刷新页面重选。") % question)
            if len(places) > 1 and question.kind != Question.Kind.MULTIPLE:
                raise Refused(_("“%s”只能选一项。") % question)
            found = [Picked(question=question, option=one) for one in places]
        if question.is_required and not found:
            raise Refused(_("“%s”是必答题，还没有填。") % question)
        rows += found
    if not rows:
        raise Refused(_("一题也没有填。请至少填一题再提交。"))
    return rows


@transaction.atomic
def make_message(picked: Picked, *, by, today: date):
    """Make a written answer a message, to be answered or handed on like any other."""
    survey = picked.response.survey
    require(by, Permission.RUN_SURVEY, survey)
    row = locked(picked)
    if row.message_id is not None:
        raise WrongStatus(_("这条意见已经转为留言。"))
    if not row.text:
        raise Refused(_("只有文字意见可以转为留言。"))
    posted = voices.post(
        body=survey.body,
        text=row.text,
        channel=VoterMessage.Channel.SURVEY,
        today=today,
        station=survey.station,
        by=by,
    )
    picked.message = posted.message
    picked.save(update_fields=["message"])
    note(by, "survey_message", survey, _("问卷意见转为留言 %s") % posted.message.number)
    return posted.message


@transaction.atomic
def close_survey(survey: Survey, *, by, today: date) -> None:
    """No more sheets are taken in; the results stand."""
    require(by, Permission.RUN_SURVEY, survey)
    _must_be(survey, State.OPEN)
    survey.state, survey.closed_on = State.CLOSED, today
    survey.save(update_fields=["state", "closed_on"])
    note(
        by,
        "close_survey",
        survey,
        _("结束问卷，收到答卷 %d 份") % survey.responses.count(),
    )
