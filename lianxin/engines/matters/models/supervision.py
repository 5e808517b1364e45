"""Pressing (督办) and looking back (回头看)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Supervision(models.Model):
    """One act of pressing: method, day, people, result (systems.md S-015: five methods)."""

    class Method(models.TextChoices):
        LEADER = "leader", _("领导带头亲自督办")
        FOLLOW_UP = "follow_up", _("重点建议跟踪督办")
        COORDINATE = "coordinate", _("各司其职协调督办")
        INVITE = "invite", _("邀请代表参与督办")
        ON_SITE = "on_site", _("深入实际现场督办")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="supervisions")
    method = models.CharField(_("督办方式"), max_length=12, choices=Method)
    pressed_on = models.DateField(_("日期"))
    people = models.CharField(_("参加人员"), max_length=200)
    result = models.TextField(_("督办结果"), max_length=3000)

    class Meta:
        verbose_name = _("督办记录")
        ordering = ["pressed_on", "pk"]


class LookBack(models.Model):
    """A closed matter drawn for a visit: is what was answered really there?"""

    class Finding(models.TextChoices):
        DRAWN = "drawn", _("已抽取待回访")
        CONFIRMED = "confirmed", _("属实")
        REOPENED = "reopened", _("不属实，重新办理")

    matter = models.ForeignKey("matters.Matter", models.CASCADE, related_name="look_backs")
    drawn_on = models.DateField(_("抽取日期"))
    visited_on = models.DateField(_("回访日期"), null=True, blank=True)
    visitors = models.CharField(_("回访人员"), max_length=200, blank=True)
    finding = models.CharField(_("结论"), max_length=10, choices=Finding, default=Finding.DRAWN)
    note = models.TextField(_("情况"), blank=True, max_length=3000)

    class Meta:
        verbose_name = _("回头看")
        ordering = ["drawn_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=models.Q(finding="drawn"),
                name="look_back_one_pending",
                violation_error_message=_("该件已在回头看名单中。"),
            ),
        ]
