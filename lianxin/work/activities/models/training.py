"""The small quiz of a training: its questions as data, and how well each deputy did."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models import Seat
from lianxin.work.activities.models.activities import Activity


class Quiz(models.Model):
    """Questions of one training.

    questions: each {"text", "choices": [...], "right": [numbers of the right choices from 0]}.
    pass_mark: how many must be right.
    """

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="quiz")
    questions = models.JSONField(_("题目"), default=list)
    pass_mark = models.PositiveSmallIntegerField(_("答对几题算合格"), default=1)

    class Meta:
        verbose_name = _("培训小测")

    def __str__(self):
        return str(self.activity)


class QuizResult(models.Model):
    """The best of a deputy's attempts: for learning, not for ranking.

    best: how many answers were right at best; of: out of how many questions.
    """

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="results")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    best = models.PositiveSmallIntegerField(default=0)
    of = models.PositiveSmallIntegerField(default=0)
    is_passed = models.BooleanField(default=False)
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("小测成绩")
        ordering = ["quiz", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "seat"], name="quiz_result_once_per_deputy"),
            models.CheckConstraint(
                name="quiz_best_within_questions", condition=Q(best__lte=F("of"))
            ),
        ]

    def __str__(self):
        return f"{self.seat.person.name} {self.best}/{self.of}"
