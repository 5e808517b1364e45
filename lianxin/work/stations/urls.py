"""Addresses of this room."""

from django.urls import path

from lianxin.work.stations.views import network

app_name = "stations"
urlpatterns = [
    path("", network.station_list, name="list"),
    path("new/", network.station_new, name="new"),
    path("<int:pk>/", network.station_detail, name="detail"),
    path("<int:pk>/edit/", network.station_edit, name="edit"),
    path("<int:pk>/introduce/", network.station_introduce, name="introduce"),
    path("<int:pk>/close/", network.station_close, name="close"),
    path("<int:pk>/staff/", network.staff_new, name="staff_new"),
    path("staff/<int:pk>/end/", network.staff_end, name="staff_end"),
    path("<int:pk>/deputies/", network.deputy_new, name="deputy_new"),
    path("deputies/<int:pk>/end/", network.deputy_end, name="deputy_end"),
]
