from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "lianxin.work.petitions"
    label = "petitions"
    verbose_name = "信访"

    def ready(self):
        from lianxin.work.petitions import permissions  # noqa: F401
        from lianxin.work.petitions.entries import register_entries
        from lianxin.work.petitions.figures import register_figures
        from lianxin.work.petitions.kind import register_kinds
        from lianxin.work.petitions.notices import register_notices
        from lianxin.work.petitions.papers import register_papers

        register_entries()
        register_kinds()
        register_notices()
        register_papers()
        register_figures()
