"""/papers/scans/: signed forms that come back on paper."""

from django.urls import path

from lianxin.foundation.papers.scanning import views

urlpatterns = [
    path("scans/", views.scans, name="scans"),
    path("scans/<int:pk>/", views.scan, name="scan"),
    path("scans/<int:pk>/pages/<int:page>.jpg", views.scan_picture, name="scan_picture"),
    path("c/<str:token>/", views.by_code, name="by_code"),
    path("scans/<int:pk>/discard/", views.discard_scan, name="discard_scan"),
]
