"""Who keeps the cases: named by the chair among the body's clerks."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.foundation.people.models import CLERKS, Account, Body
from lianxin.foundation.people.permissions import require
from lianxin.foundation.refusals import Refused
from lianxin.work.care.models import CareOfficer
from lianxin.work.care.permissions import Permission
from lianxin.work.care.workflow.common import note, save


@transaction.atomic
def name_officer(body: Body, account: Account, *, by, today: date) -> CareOfficer:
    """From now on only the named ones keep the cases, and the chair."""
    require(by, Permission.NAME, body)
    if not account.is_active or not account.has_role(*CLERKS, body=body):
        raise Refused(_("专人应当是本级人大工作人员。请从名单里选。"))
    made = CareOfficer(body=body, account=account, named_on=today, named_by=by)
    save(made)
    note(by, "name_officer", body, _("指定权益保障专人：%s") % account.name)
    return made


@transaction.atomic
def end_officer(officer: CareOfficer, *, by, today: date) -> None:
    """He keeps them no longer; where nobody is left, all clerks of the body do again."""
    require(by, Permission.NAME, officer)
    if not CareOfficer.objects.filter(pk=officer.pk, ended_on__isnull=True).update(ended_on=today):
        raise Refused(_("已经不是专人了。请刷新页面。"))
    note(by, "end_officer", officer.body, _("结束权益保障专人：%s") % officer.account.name)
