from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "lianxin.work.funds"
    label = "funds"
    verbose_name = "代表活动经费"
