"""The component page; only in development."""

from django.urls import path

from lianxin.ui import gallery

app_name = "gallery"
urlpatterns = [path("", gallery.page, name="page")]
