"""Addresses of suggestions, by who opens them: clerks, offices, deputies."""

from lianxin.work.suggestions.urls import clerk, deputy, office

app_name = "suggestions"
urlpatterns = [*clerk.urlpatterns, *office.urlpatterns, *deputy.urlpatterns]
