from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "lianxin.work.links"
    label = "links"
    verbose_name = "双联"

    def ready(self):
        from lianxin.work.links.deeds import register_deeds
        from lianxin.work.links.entries import register_entries
        from lianxin.work.links.figures import register_figures
        from lianxin.work.links.workflow.seats import schedule_erasing

        register_deeds()
        register_entries()
        register_figures()
        schedule_erasing()
