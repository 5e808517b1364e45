from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "lianxin.work.bulletins"
    label = "bulletins"
    verbose_name = "政情通报"

    def ready(self):
        from lianxin.foundation.ledger import chain
        from lianxin.work.bulletins import telling
        from lianxin.work.bulletins.attachments import register_access
        from lianxin.work.bulletins.deeds import register_deeds
        from lianxin.work.bulletins.entries import register_entries
        from lianxin.work.bulletins.figures import register_figures
        from lianxin.work.bulletins.papers import register_papers
        from lianxin.work.bulletins.proof import register_evidence
        from lianxin.work.bulletins.searching import register_search
        from lianxin.work.bulletins.workflow.counting import follow_seats

        register_entries()
        register_access()
        register_deeds()
        register_evidence()
        register_figures()
        register_papers()
        register_search()
        telling.register_notices()
        chain.listen(follow_seats)
