from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "lianxin.work.activities"
    label = "activities"
    verbose_name = "代表活动"
