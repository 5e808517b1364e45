"""帮助: how each kind of work is done here, in plain words."""

from django.urls import path

from lianxin.faces.help import views

app_name = "help"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:topic>/", views.topic, name="topic"),
]
