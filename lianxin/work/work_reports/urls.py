from django.urls import URLPattern

app_name = "work_reports"
urlpatterns: list[URLPattern] = []
