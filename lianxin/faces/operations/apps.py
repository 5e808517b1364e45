from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "lianxin.faces.operations"
    label = "operations"
