from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "lianxin.work.duty"
    label = "duty"
    verbose_name = "代表履职"

    def ready(self):
        from lianxin.foundation.papers import kinds
        from lianxin.work.duty.attachments import register_access
        from lianxin.work.duty.deeds import register_deeds
        from lianxin.work.duty.entries import register_entries
        from lianxin.work.duty.figures import register_figures
        from lianxin.work.duty.papers import summary

        register_access()
        register_deeds()
        register_entries()
        register_figures()
        kinds.register(*summary.KINDS)
