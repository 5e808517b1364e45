"""Addresses every installation needs."""

from django.urls import path

from lianxin.ui import views

app_name = "ui"
urlpatterns = [path("", views.size, name="size")]
