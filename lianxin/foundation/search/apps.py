from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "lianxin.foundation.search"
    label = "search"
