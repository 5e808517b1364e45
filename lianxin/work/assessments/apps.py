from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "lianxin.work.assessments"
    label = "assessments"
    verbose_name = "工作考评"
