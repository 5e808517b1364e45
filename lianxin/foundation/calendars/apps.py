from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "lianxin.foundation.calendars"
    label = "calendars"
