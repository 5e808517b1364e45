"""Laws and regulations, article by article, each text with the day of its version."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Law(models.Model):
    """One text as it was in force from its version on; `shelf` alone writes it."""

    slug = models.SlugField(_("代码"), max_length=60, unique=True)
    title = models.CharField(_("名称"), max_length=200)
    short = models.CharField(_("简称"), max_length=60, blank=True)
    level = models.CharField(_("效力位阶"), max_length=60)
    # Empty for what holds in the whole country.
    place = models.CharField(_("地区"), max_length=30, blank=True)
    version_on = models.DateField(_("版本日期"))
    version = models.CharField(_("版本"), max_length=60)
    status = models.CharField(_("效力"), max_length=100)
    source = models.CharField(_("来源"), max_length=200)
    checked = models.CharField(_("核对"), max_length=200)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    preamble = models.TextField(_("题注"), blank=True)
    digest = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("法律法规")
        ordering = ["place", "slug"]

    def __str__(self):
        return self.short or self.title

    def get_absolute_url(self):
        return reverse("laws:detail", args=[self.slug])


class Article(models.Model):
    """One article (条), or the preamble of the constitution."""

    law = models.ForeignKey(Law, models.CASCADE, related_name="articles")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(_("条号"), max_length=20)
    anchor = models.CharField(max_length=12)
    # Chapter and section, one a line.
    headings = models.CharField(_("章节"), max_length=200, blank=True)
    text = models.TextField(_("条文"))

    # Level and words of the headings that stand right above it; its page fills them in.
    above: list[tuple[int, str]]

    class Meta:
        verbose_name = _("条文")
        ordering = ["law", "position"]
        constraints = [
            models.UniqueConstraint(fields=["law", "anchor"], name="article_once_in_law"),
        ]

    def __str__(self):
        return f"{self.law}{self.number}"

    def get_absolute_url(self):
        return f"{self.law.get_absolute_url()}#{self.anchor}"

    @property
    def paragraphs(self) -> list[str]:
        return self.text.split("\n")
