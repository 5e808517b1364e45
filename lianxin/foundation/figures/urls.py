"""Figures: the catalogue, a definition, the list behind a number, in and out of sign-in."""

from django.urls import path

from lianxin.foundation.figures.views import pages, pins, public

app_name = "figures"
urlpatterns = [
    path("", pages.catalogue_page, name="catalogue"),
    path("pins/", pins.pin_list, name="pins"),
    path("pins/<int:pk>/", pins.pin_detail, name="pin"),
    path("<str:key>/", pages.definition, name="definition"),
    path("<str:key>/records/", pages.records, name="records"),
    path("<str:key>/pin/", pins.pin_new, name="pin_new"),
    path("<str:key>/public/", public.public, name="public"),
]
