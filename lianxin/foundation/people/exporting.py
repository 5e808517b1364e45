"""The accounts someone manages, as a table."""

from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from lianxin.foundation.people.forms import AccountFilterForm
from lianxin.foundation.people.models import Account
from lianxin.foundation.people.names import pinyin_key, stroke_key
from lianxin.foundation.people.queries import accounts_at, bodies_managed_by
from lianxin.foundation.sheets.exports import Export, in_order
from lianxin.foundation.sheets.listing import Field, Kind, Listing


def accounts_export(user, asked) -> Export:
    """The list of accounts as it is narrowed and ordered; it leaves a trace in the ledger."""
    bodies = bodies_managed_by(user)
    if not bodies:
        raise PermissionDenied(_("管理账号是人大工作人员和系统管理员的工作。"))
    pks = accounts_in_order(AccountFilterForm(asked, bodies=bodies), bodies)
    body = user.home_body or bodies[0]
    fields = [
        Field(_("姓名"), lambda one: one.name, 12),
        Field(_("用户名"), lambda one: one.username, 16),
        Field(_("手机号"), lambda one: one.phone, 14),
        Field(_("角色"), lambda one: "；".join(_roles(one)), 44),
        Field(_("状态"), _state, 12),
        Field(_("开通时间"), lambda one: one.created_at, 17, Kind.MOMENT),
        Field(_("最近登录"), lambda one: one.last_login, 17, Kind.MOMENT, is_stamped=False),
    ]
    rows = Account.objects.prefetch_related("grants__body", "grants__office")
    title = _("账号名单")
    listing = Listing(
        title,
        body.name,
        fields,
        in_order(rows, pks),
        count=len(pks),
        key=lambda one: f"account-{one.pk}",
    )
    return Export(f"{body.short_name}{title}", [listing], body=body, step="export.accounts")


def accounts_in_order(filters: AccountFilterForm, bodies) -> list[int]:
    """Ids of the accounts asked for, by the name's strokes or sound."""
    found = filters.apply(accounts_at(bodies))
    key = pinyin_key if filters.cleaned_data.get("order") == "pinyin" else stroke_key
    # A county has a few thousand accounts; their order is the only thing read of all.
    names = found.values_list("pk", "name")
    return [pk for _key, pk in sorted((key(name), pk) for pk, name in names)]


def _roles(account: Account) -> Iterator[str]:
    for grant in account.grants.all():
        at = grant.office or grant.body.short_name
        yield f"{grant.get_role_display()}·{at}"


def _state(account: Account) -> str:
    if not account.is_active:
        return _("已停用")
    return _("在用") if account.has_usable_password() else _("还没设密码")
