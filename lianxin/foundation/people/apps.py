from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "lianxin.foundation.people"
    label = "people"

    def ready(self):
        from lianxin.foundation.people import searching
        from lianxin.foundation.people.figures import register_figures
        from lianxin.foundation.people.queries import manages_accounts
        from lianxin.ui import menu

        searching.register_kinds()
        menu.register(_("账号"), "account_manage", order=85, shown_to=manages_accounts)
        menu.name_body_with(_short_name_of_home)
        register_figures()


def _short_name_of_home(account) -> str:
    body = account.home_body
    return body.short_name if body else ""
