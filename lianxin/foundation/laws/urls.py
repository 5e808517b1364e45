"""The law library, open to everyone."""

from django.urls import path

from lianxin.foundation.laws import views

app_name = "laws"
urlpatterns = [
    path("", views.law_list, name="list"),
    path("<slug:slug>/", views.law_detail, name="detail"),
]
