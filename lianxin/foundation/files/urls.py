"""GET /files/12/ gives the file, GET /files/12/?view=1 shows it."""

from django.urls import path

from lianxin.foundation.files import views

app_name = "files"
urlpatterns = [path("<int:pk>/", views.download, name="download")]
