"""Suggestions (代表建议、批评和意见) and motions (议案): what is special to them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.engines.matters.models import Matter
from lianxin.engines.matters.queries import MatterQuerySet
from lianxin.foundation.people.models import Session


class SuggestionQuerySet(MatterQuerySet):
    def for_list(self):
        return super().for_list().select_related("session__term")


class Suggestion(Matter):
    """A deputy's suggestion, or a motion that may become one (议案转建议).

    Source: 代表法 (2025), arts. 15, 24, 36, 51; form of 北京 art. 9.
    """

    class Occasion(models.TextChoices):
        IN_SESSION = "in_session", _("大会期间")
        BETWEEN = "between", _("闭会期间")

    occasion = models.CharField(
        _("提出时间"), max_length=12, choices=Occasion, default=Occasion.BETWEEN
    )
    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("会次"),
    )
    plan = models.TextField(
        _("方案"), blank=True, max_length=10000, help_text=_("议案应当有案由、案据和方案。")
    )
    wanted_office = models.CharField(_("希望承办单位"), max_length=80, blank=True)
    wants_contact_by = models.CharField(_("希望的联系方式"), max_length=60, blank=True)
    agrees_public = models.BooleanField(_("同意公开"), default=True)
    invites_cosigners = models.BooleanField(_("可以联名"), default=False)
    was_motion = models.BooleanField(_("由议案转来"), default=False)
    converted_on = models.DateField(_("转为建议日期"), null=True, blank=True)
    # Old ledgers say "等代表" without a count; the words of the paper are kept.
    proposers_printed = models.CharField(_("原件提出人"), max_length=60, blank=True)

    objects = SuggestionQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("代表建议")
        constraints = [
            models.CheckConstraint(
                name="suggestion_in_session_names_session",
                condition=~models.Q(occasion="in_session") | models.Q(session__isnull=False),
                violation_error_message=_("大会期间提出的，请选择会次。"),
            ),
        ]
