from django.urls import path

from lianxin.foundation.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
