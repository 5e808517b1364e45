"""The first page after signing in."""

from django.urls import path

from lianxin.faces.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
