from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "lianxin.ui"
    label = "ui"

    def ready(self):
        """Say what to do about an empty field, a long one, a number too far, as every other fault does."""
        from django.core.validators import (
            MaxLengthValidator,
            MaxValueValidator,
            MinValueValidator,
        )
        from django.forms import Field

        Field.default_error_messages["required"] = _("这一项还空着，请填好后再提交。")
        # Django's own words speak of variables and characters.
        MaxLengthValidator.message = _(
            "最多写 %(limit_value)d 个字，现在有 %(show_value)d 个，请删短后再提交。"
        )
        MinValueValidator.message = _("最小填 %(limit_value)s。")
        MaxValueValidator.message = _("最大填 %(limit_value)s。")
