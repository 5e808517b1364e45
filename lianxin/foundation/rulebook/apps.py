from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RulebookConfig(AppConfig):
    name = "lianxin.foundation.rulebook"
    label = "rulebook"

    def ready(self):
        from lianxin.foundation.people.models import OFFICE_ROLES
        from lianxin.ui import menu

        def looks_rules_up(user) -> bool:
            """An office reads the rule beside each due date; its menu stays short on a phone."""
            return any(grant.role not in OFFICE_ROLES for grant in user.current_grants)

        menu.register(_("规则"), "rulebook:list", order=80, shown_to=looks_rules_up)
