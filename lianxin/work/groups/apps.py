from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "lianxin.work.groups"
    label = "groups"
    verbose_name = "代表小组"
