from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class CalendarsConfig(AppConfig):
    name = "lianxin.foundation.calendars"
    label = "calendars"

    def ready(self):
        from lianxin.foundation.calendars import remembering

        request_started.connect(remembering.begin, dispatch_uid="calendars.begin")
        request_finished.connect(remembering.end, dispatch_uid="calendars.end")
