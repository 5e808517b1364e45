from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lianxin.faces.reports"
    label = "reports"
