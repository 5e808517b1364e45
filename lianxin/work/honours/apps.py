from django.apps import AppConfig


class HonoursConfig(AppConfig):
    name = "lianxin.work.honours"
    label = "honours"
    verbose_name = "评选表彰"

    def ready(self):
        from lianxin.work.honours.deeds import register_deeds
        from lianxin.work.honours.entries import register_entries
        from lianxin.work.honours.figures import register_figures
        from lianxin.work.honours.papers import register_papers

        register_deeds()
        register_entries()
        register_figures()
        register_papers()
