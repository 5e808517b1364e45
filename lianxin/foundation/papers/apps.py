from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "lianxin.foundation.papers"
    label = "papers"

    def ready(self):
        from lianxin.foundation.files import access
        from lianxin.foundation.papers.entries import may_open_paper, register_entry
        from lianxin.foundation.papers.own_templates.access import may_open_template
        from lianxin.foundation.papers.scanning.access import may_open_scan
        from lianxin.foundation.papers.searching import register_kind
        from lianxin.foundation.papers.telling import register_notices

        access.register(may_open_template)
        access.register(may_open_scan)
        access.register(may_open_paper)
        register_entry()
        register_notices()
        register_kind()
