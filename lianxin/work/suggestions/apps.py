from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "lianxin.work.suggestions"
    label = "suggestions"
    verbose_name = "代表建议"

    def ready(self):
        from lianxin.work.suggestions import searching
        from lianxin.work.suggestions.attachments import register_access
        from lianxin.work.suggestions.deeds import register_deeds
        from lianxin.work.suggestions.entries import register_entries
        from lianxin.work.suggestions.figures import register_figures
        from lianxin.work.suggestions.kind import register_kinds
        from lianxin.work.suggestions.names import register_names
        from lianxin.work.suggestions.notices import register_notices
        from lianxin.work.suggestions.papers import register_papers

        register_kinds()
        searching.register_kinds()
        register_names()
        register_access()
        register_deeds()
        register_entries()
        register_notices()
        register_papers()
        register_figures()
