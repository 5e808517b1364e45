"""Figures: the catalogue, a definition, the list behind a number, in and out of sign-in."""

from django.urls import path

from lianxin.foundation.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.catalogue_page, name="catalogue"),
    path("<str:key>/", views.definition, name="definition"),
    path("<str:key>/records/", views.records, name="records"),
]
