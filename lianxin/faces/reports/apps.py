from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "lianxin.faces.reports"
    label = "reports"

    def ready(self):
        from lianxin.faces.reports.permissions import reads_reports
        from lianxin.ui import menu

        menu.register(_("台账"), "reports:ledger", order=40, shown_to=reads_reports)
