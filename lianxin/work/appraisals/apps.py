from django.apps import AppConfig


class AppraisalsConfig(AppConfig):
    name = "lianxin.work.appraisals"
    label = "appraisals"
    verbose_name = "述职测评"
