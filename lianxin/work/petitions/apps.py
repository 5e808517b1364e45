from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "lianxin.work.petitions"
    label = "petitions"
    verbose_name = "信访"
