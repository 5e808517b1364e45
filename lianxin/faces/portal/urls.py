"""Public pages: no sign-in, no personal data, no cookie until a reader chooses something."""

from django.urls import path

from lianxin.faces.portal import feeds
from lianxin.faces.portal.views import (
    answered,
    data,
    home,
    message,
    mine,
    places,
    released,
    reports,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("b/<slug:code>/", home.body_home, name="body"),
    path("language/", home.language, name="language"),
    path("notices/", home.notices, name="notices"),
    path("notices/feed.atom", feeds.notices, name="notices_feed"),
    path("deputies/", places.deputies, name="deputies"),
    path("deputies/<int:pk>/", places.deputy, name="deputy"),
    path("stations/", places.stations, name="stations"),
    path("stations/map.svg", places.station_map, name="station_map"),
    path("stations/<slug:code>/", places.station, name="station"),
    path("receptions.ics", data.receptions_calendar, name="receptions_calendar"),
    path("suggestions/", released.progress, name="progress"),
    path("suggestions/<int:pk>/", released.detail, name="detail"),
    path("promises/", released.promises, name="promises"),
    path("reports/", reports.listing, name="reports"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/picture/", reports.picture, name="report_picture"),
    path("reports/<int:pk>/report.pdf", reports.pdf, name="report_pdf"),
    path("suggestions/feed.atom", feeds.progress, name="progress_feed"),
    path("promises/feed.atom", feeds.promises, name="promises_feed"),
    path("messages/", answered.answered, name="answered"),
    path("messages/<int:pk>/", answered.message, name="answered_message"),
    path("messages/feed.atom", feeds.messages, name="messages_feed"),
    path("message/", message.choose, name="message"),
    path("to/s/<slug:code>/", message.station, name="to_station"),
    path("to/d/<int:pk>/", message.deputy, name="to_deputy"),
    path("to/b/<slug:code>/", message.body, name="to_body"),
    path("ask/", mine.ask, name="ask"),
    path("m/<slug:code>/", mine.mine, name="mine"),
    path("m/<slug:code>/receipt/", mine.receipt, name="receipt"),
    path("m/<slug:code>/card.png", mine.card, name="card"),
    path("m/<slug:code>/grade/", mine.grade, name="grade"),
    path("m/<slug:code>/more/", mine.more, name="more"),
    path("p/<slug:code>/", mine.petition, name="petition"),
    path("p/<slug:code>/grade/", mine.grade_petition, name="grade_petition"),
    path("data/", data.overview, name="open_data"),
    path("data/<slug:name>.csv", data.as_csv, name="data_csv"),
    path("data/<slug:name>.json", data.as_json, name="data_json"),
    path("data/<slug:name>.schema.json", data.schema, name="data_schema"),
]
