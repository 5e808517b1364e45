"""Accounts and what they may do: a grant is a role, in a scope, for a time."""

import hashlib
import secrets
from datetime import timedelta
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.foundation.people.models.bodies import Body
from lianxin.foundation.people.models.offices import Office
from lianxin.foundation.people.models.persons import Group, Person


class Role(models.TextChoices):
    COUNTY_CLERK = "county_clerk", _("县级人大办工作人员")
    TOWNSHIP_CLERK = "township_clerk", _("乡镇（街道）人大工作人员")
    CHAIR = "chair", _("主席（主任）")
    PRESIDIUM_MEMBER = "presidium_member", _("主席团成员")
    DEPUTY = "deputy", _("人大代表")
    GROUP_LEADER = "group_leader", _("代表小组组长")
    LIAISON = "liaison", _("站点联络员")
    OFFICE_HANDLER = "office_handler", _("承办单位经办人")
    OFFICE_HEAD = "office_head", _("承办单位负责人")
    SUPERVISION_OFFICE = "supervision_office", _("政府督查室")
    AUDITOR = "auditor", _("审计查阅（只读）")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")


CLERKS = frozenset({Role.COUNTY_CLERK, Role.TOWNSHIP_CLERK})
OFFICE_ROLES = frozenset({Role.OFFICE_HANDLER, Role.OFFICE_HEAD})


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, username, password=None, **fields):
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A sign-in. Opened by a clerk, never by registration."""

    username = models.CharField(_("用户名"), max_length=40, unique=True)
    phone = models.CharField(_("手机号"), max_length=20, blank=True)
    email = models.EmailField(_("邮箱"), blank=True)
    name = models.CharField(_("姓名"), max_length=60)
    person = models.OneToOneField(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account",
        verbose_name=_("人员"),
    )
    is_active = models.BooleanField(_("可登录"), default=True)
    must_set_password = models.BooleanField(_("首次登录需设密码"), default=False)
    created_at = models.DateTimeField(_("开通时间"), default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("账号")
        constraints = [
            models.UniqueConstraint(
                fields=["phone"],
                condition=~Q(phone=""),
                name="account_phone_once",
                violation_error_message=_("该手机号已用于另一个账号。"),
            ),
        ]

    def __str__(self):
        return self.name

    @cached_property
    def current_grants(self) -> list["Grant"]:
        """Grants in force today; read once for each request."""
        return list(self.grants.in_force().select_related("body", "office", "group"))

    def forget_grants(self):
        """Read the grants anew after one was given or ended."""
        self.__dict__.pop("current_grants", None)

    def has_role(self, *roles, body=None) -> bool:
        """Whether one of `roles` is held; with `body`, at exactly that body."""
        return any(
            grant.role in roles and (body is None or grant.body_id == body.pk)
            for grant in self.current_grants
        )

    def oversees(self, body, *roles) -> bool:
        """Whether one of `roles` is held at `body` or at a body above it."""
        return any(
            grant.role in roles and grant.body.contains(body) for grant in self.current_grants
        )

    def bodies_as(self, *roles) -> list[Body]:
        """Bodies at which one of `roles` is held, each once."""
        found = {grant.body_id: grant.body for grant in self.current_grants if grant.role in roles}
        return list(found.values())

    def office_ids(self) -> set[int]:
        """Offices this account works for."""
        return {
            grant.office_id
            for grant in self.current_grants
            if grant.role in OFFICE_ROLES and grant.office_id
        }

    @property
    def home_body(self) -> Body | None:
        """The body whose name stands at the top of the page."""
        return self.current_grants[0].body if self.current_grants else None


class GrantQuerySet(models.QuerySet):
    def in_force(self, on=None):
        day = on or timezone.localdate()
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day
        )


class Grant(models.Model):
    """A role given to an account at a body, an office or a group, for a time."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    body = models.ForeignKey(Body, models.PROTECT, related_name="grants", verbose_name=_("机构"))
    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("承办单位"),
    )
    group = models.ForeignKey(
        Group,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("代表小组"),
    )
    valid_from = models.DateField(_("生效日"), default=timezone.localdate)
    valid_until = models.DateField(_("截止日"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("授权")
        ordering = ["account", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_office_roles_have_office",
                condition=~Q(role__in=["office_handler", "office_head"]) | Q(office__isnull=False),
                violation_error_message=_("承办单位的角色应当选定单位。"),
            ),
            models.CheckConstraint(
                name="grant_until_not_before_from",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("截止日不能早于生效日。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}·{self.office or self.body}"


class AccessSlip(models.Model):
    """A printed one-time slip (登录条) for the first sign-in or a reset.

    Only a digest of the code is kept; the code itself is on paper.
    """

    VALID_FOR = timedelta(days=14)

    account = models.ForeignKey(Account, models.CASCADE, related_name="slips")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    @staticmethod
    def digest_of(code: str) -> str:
        return hashlib.sha256(code.strip().upper().replace("-", "").encode()).hexdigest()

    @staticmethod
    def new_code() -> str:
        """Twelve characters in three groups, none easily mistaken for another."""
        alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
        chars = "".join(secrets.choice(alphabet) for _ in range(12))
        return "-".join(chars[i : i + 4] for i in range(0, 12, 4))

    @property
    def is_usable(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()
