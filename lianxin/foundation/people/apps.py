from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "lianxin.foundation.people"
    label = "people"
