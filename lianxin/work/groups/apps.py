from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "lianxin.work.groups"
    label = "groups"
    verbose_name = "代表小组"

    def ready(self):
        from lianxin.work.groups.entries import register_entries
        from lianxin.work.groups.figures import register_figures
        from lianxin.work.groups.papers import register_papers

        register_entries()
        register_figures()
        register_papers()
