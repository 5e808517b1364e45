from django.urls import path

from lianxin.foundation.calendars import views

app_name = "calendars"
urlpatterns = [
    path("", views.calendar, name="list"),
    path("tables/", views.create_table, name="enter_table"),
    path("days/", views.create_day, name="set_day"),
    path("days/<int:pk>/removals/", views.create_removal, name="remove_day"),
]
