from django.apps import AppConfig


class WorkReportsConfig(AppConfig):
    name = "lianxin.work.work_reports"
    label = "work_reports"
    verbose_name = "工作报告"
