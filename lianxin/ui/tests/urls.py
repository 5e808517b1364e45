"""The component page as in development, and what the shell links to."""

from django.urls import include, path

urlpatterns = [
    path("", include("lianxin.ui.urls")),
    path("size/", include("lianxin.ui.site_urls")),
]
