from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "lianxin.ui"
    label = "ui"

    def ready(self):
        """Say what to do about an empty field, as every other fault does."""
        from django.forms import Field

        Field.default_error_messages["required"] = _("这一项还空着，请填好后再提交。")
