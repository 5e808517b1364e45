"""The small quiz of a training: asked, graded at once, the best attempt kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.ledger.chain import moment
from lianxin.foundation.people.models import Seat
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.activities.kinds import kind_of
from lianxin.work.activities.models import Activity, Attendance, Quiz, QuizResult
from lianxin.work.activities.permissions import Permission
from lianxin.work.activities.workflow.common import need_words, note

MOST_QUESTIONS = 50


@transaction.atomic
def set_quiz(activity: Activity, questions: Sequence[Mapping[str, Any]], *, pass_mark: int, by):
    """Keep the questions of a training; none takes the quiz away.

    questions: each {"text", "choices": [words], "right": [numbers from 0]}.
    Raises Refused for a question without a right answer, and once somebody has answered.
    """
    require(by, Permission.RECORD, activity)
    if not kind_of(activity.body, activity.kind).is_training:
        raise Refused(_("只有培训和讲堂可以出题。"))
    quiz = Quiz.objects.select_for_update(of=("self",)).filter(activity=activity).first()
    if quiz is not None and quiz.results.exists():
        raise Refused(_("已经有人答题，不能再改题目。"))
    if not questions:
        if quiz is not None:
            quiz.delete()
            note(by, "quiz", activity, _("删去小测"))
        return None
    if len(questions) > MOST_QUESTIONS:
        raise Refused(_("最多 %d 题。") % MOST_QUESTIONS)
    checked = [_question(one, number) for number, one in enumerate(questions, 1)]
    if not 1 <= pass_mark <= len(checked):
        raise Refused(_("合格题数应当在 1 到 %d 之间。") % len(checked))
    quiz, _made = Quiz.objects.update_or_create(
        activity=activity, defaults={"questions": checked, "pass_mark": pass_mark}
    )
    note(by, "quiz", activity, _("出小测题 %d 道") % len(checked))
    return quiz


def _question(said: Mapping[str, Any], number: int) -> dict[str, Any]:
    text = need_words(said.get("text", ""), _("第 %d 题没有题目。") % number, 300)
    choices = [str(one).strip() for one in said.get("choices", ())]
    right = sorted({int(one) for one in said.get("right", ())})
    if len(choices) < 2 or not all(choices):
        raise Refused(_("第 %d 题至少要有两个选项，选项不能空着。") % number)
    if not right or right[0] < 0 or right[-1] >= len(choices):
        raise Refused(_("第 %d 题请标明哪一项是对的。") % number)
    return {"text": text, "choices": choices, "right": right}


@transaction.atomic
def answer_quiz(
    activity: Activity, seat: Seat, answers: Mapping[int, Sequence[int]], *, by
) -> tuple[int, QuizResult]:
    """Grade one attempt of a deputy. answers: question number from 0 → chosen numbers.

    Returns how many were right this time, and the result with the best attempt kept.
    """
    require(by, Permission.ANSWER, Attendance(activity=activity, seat=seat))
    quiz = Quiz.objects.filter(activity=activity).first()
    if quiz is None:
        raise Refused(_("这次培训没有小测。"))
    if not activity.attendances.filter(seat=seat).exists():
        raise Refused(_("您不在这次培训的名单上，不能答题。"))
    right = sum(
        sorted({int(one) for one in answers.get(number, ())}) == question["right"]
        for number, question in enumerate(quiz.questions)
    )
    now = moment()
    QuizResult.objects.get_or_create(
        quiz=quiz, seat=seat, defaults={"of": len(quiz.questions), "answered_at": now}
    )
    result = QuizResult.objects.select_for_update(of=("self",)).get(quiz=quiz, seat=seat)
    result.attempts += 1
    result.best = max(result.best, right)
    result.of = len(quiz.questions)
    result.is_passed = result.best >= quiz.pass_mark
    result.answered_at = now
    result.save()
    return right, result
