"""Notices: the inbox, the settings, the calendar, the delivery log."""

from django.urls import path

from lianxin.foundation.notices.views import choosing, inbox, log

app_name = "notices"
urlpatterns = [
    path("", inbox.notice_list, name="list"),
    path("<int:pk>/", inbox.open_notice, name="open"),
    path("<int:pk>/read/", inbox.mark_read, name="read"),
    path("read/", inbox.mark_all_read, name="read_all"),
    path("settings/", choosing.settings_page, name="settings"),
    path("address/", choosing.give_address, name="address"),
    path("address/removal/", choosing.remove_address, name="remove_address"),
    path("address/<str:token>/", choosing.confirm, name="confirm"),
    path("calendar/", choosing.open_feed, name="open_feed"),
    path("calendar/revocation/", choosing.close_feed, name="close_feed"),
    path("calendar/<str:secret>.ics", choosing.feed, name="feed"),
    path("deliveries/", log.log, name="log"),
    path("deliveries/<int:pk>/retry/", log.send_again, name="send_again"),
]
