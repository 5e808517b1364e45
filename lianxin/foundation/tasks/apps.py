from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "lianxin.foundation.tasks"
    label = "tasks"
