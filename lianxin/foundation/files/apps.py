from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "lianxin.foundation.files"
    label = "files"
