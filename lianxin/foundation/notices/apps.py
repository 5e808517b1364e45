from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lianxin.foundation.notices"
    label = "notices"
