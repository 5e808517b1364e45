"""Persons and their seats (代表资格): one person may hold seats at several levels."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models.bodies import Body, District, Term
from lianxin.foundation.people.names import clean_name, pinyin_key, stroke_key

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Person(models.Model):
    """One human being, whatever the number of seats; personal data kept minimal."""

    class Sex(models.TextChoices):
        MALE = "male", _("男")
        FEMALE = "female", _("女")

    county = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("所属县"))
    name = models.CharField(_("姓名"), max_length=60)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex, blank=True)
    born = models.CharField(
        _("出生年月"), max_length=10, blank=True, help_text=_("如 1975-03，只知年份时写 1975。")
    )
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    education = models.CharField(_("学历"), max_length=20, blank=True)
    party = models.CharField(_("政治面貌"), max_length=20, blank=True)
    post = models.CharField(_("工作单位及职务"), max_length=120, blank=True)
    phone = models.CharField(_("手机"), max_length=40, blank=True)
    address = models.CharField(_("通讯地址"), max_length=120, blank=True)
    stroke_key = models.CharField(max_length=120, editable=False, db_index=True)
    pinyin_key = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        verbose_name = _("人员")
        ordering = ["stroke_key", "pk"]
        indexes = [models.Index(fields=["county", "name"], name="person_county_name")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.name = clean_name(self.name)
        self.stroke_key = stroke_key(self.name)[:120]
        self.pinyin_key = pinyin_key(self.name)[:120]
        super().save(*args, **kwargs)

    @property
    def masked_phone(self) -> str:
        """138****0001: enough to recognise, not enough to call."""
        return f"{self.phone[:3]}****{self.phone[-4:]}" if len(self.phone) >= 8 else self.phone


class Group(models.Model):
    """A deputies' group (代表小组); three deputies make one (代表法 art. 37)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="groups", verbose_name=_("机构"))
    name = models.CharField(_("名称"), max_length=60)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("组长")
    )

    class Meta:
        verbose_name = _("代表小组")
        ordering = ["body", "name"]
        constraints = [
            models.UniqueConstraint(fields=["body", "name"], name="group_once_per_body"),
        ]

    def __str__(self):
        return self.name


class SeatQuerySet(models.QuerySet):
    def live(self):
        """Seats that still count: in office or suspended, or waiting to be announced ended."""
        return self.filter(state__in=Seat.LIVE)

    def in_office(self):
        return self.filter(state=Seat.State.IN_OFFICE)

    def on(self, day):
        """Seats that were held on `day`, whatever became of them since."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day), started_on__lte=day)


class Seat(models.Model):
    """A deputy's qualification: person × body × term × district.

    A deputy who leaves and returns holds two seats, so both periods stay.
    Source: 代表法 (2025), arts. 2, 61-63; 选举法 (2020), arts. 47, 55-57.
    """

    class State(models.TextChoices):
        ELECTED = "elected", _("待确认资格")
        IN_OFFICE = "in_office", _("在任")
        SUSPENDED = "suspended", _("暂停执行职务")
        ENDING = "ending", _("资格终止待公告")
        ENDED = "ended", _("资格已终止")

    LIVE = [State.ELECTED, State.IN_OFFICE, State.SUSPENDED, State.ENDING]

    class EndReason(models.TextChoices):
        TERM = "term", _("任期届满")
        MOVED = "moved", _("迁出或者调离本行政区域")
        RESIGNED = "resigned", _("辞职或者责令辞职被接受")
        ABSENT = "absent", _("未经批准两次不出席本级人民代表大会会议")
        RECALLED = "recalled", _("被罢免")
        NATIONALITY = "nationality", _("丧失中华人民共和国国籍")
        RIGHTS = "rights", _("依照法律被剥夺政治权利")
        CAPACITY = "capacity", _("丧失行为能力")
        DEATH = "death", _("去世")
        VOID = "void", _("当选无效")

    person = models.ForeignKey(Person, models.PROTECT, related_name="seats", verbose_name=_("代表"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats", verbose_name=_("机构"))
    term = models.ForeignKey(Term, models.PROTECT, related_name="seats", verbose_name=_("届"))
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seat_set",
        verbose_name=_("选区"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="seats",
        verbose_name=_("代表小组"),
    )
    delegation = models.CharField(_("代表团"), max_length=40, blank=True)
    certificate_no = models.CharField(_("代表证号"), max_length=40, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.IN_OFFICE)
    started_on = models.DateField(_("任职起"))
    ended_on = models.DateField(_("任职止"), null=True, blank=True)
    end_reason = models.CharField(_("终止原因"), max_length=12, choices=EndReason, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("代表资格")
        ordering = ["body", "person__stroke_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "term"],
                condition=~Q(state="ended"),
                name="seat_one_live_per_person",
                violation_error_message=_("该代表在本届已有一个未终止的代表资格。"),
            ),
            models.UniqueConstraint(
                fields=["body", "term", "certificate_no"],
                condition=~Q(certificate_no="") & ~Q(state="ended"),
                name="seat_certificate_once",
                violation_error_message=_("本届已有同号的代表证。"),
            ),
            models.CheckConstraint(
                name="seat_ended_has_day_and_reason",
                condition=~Q(state="ended") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                violation_error_message=_("资格终止应当写明日期和原因。"),
            ),
            models.CheckConstraint(
                name="seat_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("任职止不能早于任职起。"),
            ),
        ]

    def __str__(self):
        return f"{self.person.name}（{self.body.short_name}{self.term}）"


class SeatChange(models.Model):
    """What happened to a seat, with its ground: suspended, resumed, ended, announced."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("确认代表资格")
        SUSPEND = "suspend", _("暂时停止执行代表职务")
        RESUME = "resume", _("恢复执行代表职务")
        END = "end", _("代表资格终止")
        ANNOUNCE = "announce", _("公告代表资格终止")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="changes")
    kind = models.CharField(_("变动"), max_length=10, choices=Kind)
    changed_on = models.DateField(_("日期"))
    ground = models.CharField(_("事由"), max_length=200)
    article = models.CharField(_("依据"), max_length=120)

    class Meta:
        verbose_name = _("代表资格变动")
        ordering = ["changed_on", "pk"]


class PresidiumMembership(models.Model):
    """Membership of a township presidium (主席团) or leadership of a body, by period."""

    class Post(models.TextChoices):
        CHAIR = "chair", _("主席（主任）")
        VICE_CHAIR = "vice_chair", _("副主席（副主任）")
        MEMBER = "member", _("成员")

    body = models.ForeignKey(Body, models.PROTECT, related_name="presidium", verbose_name=_("机构"))
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="presidium_memberships", verbose_name=_("人员")
    )
    post = models.CharField(_("职务"), max_length=10, choices=Post, default=Post.MEMBER)
    started_on = models.DateField(_("任职起"))
    ended_on = models.DateField(_("任职止"), null=True, blank=True)

    class Meta:
        verbose_name = _("主席团成员")
        ordering = ["body", "started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"],
                condition=Q(ended_on__isnull=True),
                name="presidium_once_at_a_time",
            ),
            models.CheckConstraint(
                name="presidium_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]
