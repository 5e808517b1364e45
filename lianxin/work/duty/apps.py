from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "lianxin.work.duty"
    label = "duty"
    verbose_name = "代表履职"

    def ready(self):
        from lianxin.work.duty.entries import register_entries

        register_entries()
