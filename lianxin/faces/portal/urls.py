"""Public pages: no sign-in, no personal data, no cookie."""

from django.urls import path

from lianxin.faces.portal import feeds, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("suggestions/", views.progress, name="progress"),
    path("suggestions/<int:pk>/", views.detail, name="detail"),
    path("promises/", views.promises, name="promises"),
    path("suggestions/feed.atom", feeds.progress, name="progress_feed"),
    path("promises/feed.atom", feeds.promises, name="promises_feed"),
]
