from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "lianxin.work.opinions"
    label = "opinions"
    verbose_name = "征求意见"

    def ready(self):
        from lianxin.work.opinions.deeds import register_deeds
        from lianxin.work.opinions.entries import register_entries
        from lianxin.work.opinions.figures import register_figures
        from lianxin.work.opinions.ledger_lines import lines_of_opinions
        from lianxin.work.opinions.papers import register_papers
        from lianxin.work.stations import lines

        register_deeds()
        register_entries()
        register_papers()
        lines.register(lines_of_opinions)
        register_figures()
