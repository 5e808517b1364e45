"""Addresses of this room."""

from django.urls import URLPattern

app_name = "receptions"
urlpatterns: list[URLPattern] = []
