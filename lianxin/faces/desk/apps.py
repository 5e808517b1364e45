from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "lianxin.faces.desk"
    label = "desk"
