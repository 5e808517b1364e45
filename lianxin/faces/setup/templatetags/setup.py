"""The tabs of 设置: what the reader may open, in the order of the work."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.faces.setup.sight import keeps_something
from lianxin.foundation.people.models import CLERKS, Role
from lianxin.ui.menu import Entry

register = template.Library()


@register.simple_tag(takes_context=True)
def setup_tabs(context, body=None) -> list[Entry]:
    """Entries for the section pages; `body` is carried along, so that it is chosen once."""
    request = context["request"]
    account = request.user
    tabs = []
    if keeps_something(account):
        tabs += [("home", _("开始使用")), ("bodies", _("机构"))]
    if account.has_role(*CLERKS, Role.CHAIR, Role.AUDITOR):
        tabs += [
            ("deputies", _("代表名册")),
            ("groups", _("代表小组")),
            ("presidium", _("主席团")),
            ("offices", _("承办单位")),
        ]
    if account.has_role(*CLERKS):
        tabs.append(("import", _("导入导出")))
    carried = {"body": body.code} if body else {}
    current = request.resolver_match.url_name
    entries = [
        Entry(
            label,
            reverse(f"setup:{name}", query=carried if name != "bodies" else {}),
            name == current,
            None,
        )
        for name, label in tabs
    ]
    if keeps_something(account):
        entries.append(Entry(_("账号"), reverse("account_manage"), False, None))
    return entries
