"""Ledgers: figures, the lists behind them, promises, the trail of steps."""

from django.urls import path

from lianxin.faces.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.ledger, name="ledger"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("items/", views.items, name="items"),
    path("export/", views.export, name="export"),
    path("promises/", views.promises, name="promises"),
    path("trail/", views.trail, name="trail"),
]
