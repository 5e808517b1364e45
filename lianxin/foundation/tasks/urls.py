"""Addresses of background jobs."""

from django.urls import path

from lianxin.foundation.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<int:pk>/", views.detail, name="job"),
    path("<int:pk>/cancel/", views.cancel, name="cancel"),
    path("<int:pk>/retry/", views.retry, name="retry"),
    path("failed/", views.failed, name="failed"),
]
