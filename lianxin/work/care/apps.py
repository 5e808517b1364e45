from django.apps import AppConfig


class CareConfig(AppConfig):
    name = "lianxin.work.care"
    label = "care"
    verbose_name = "代表权益保障与关爱"

    def ready(self):
        from lianxin.work.care import hiding, telling
        from lianxin.work.care.entries import register_entries
        from lianxin.work.care.figures import register_figures
        from lianxin.work.care.papers import register_papers

        register_entries()
        telling.register_notices()
        register_papers()
        register_figures()
        hiding.register_hidings()
