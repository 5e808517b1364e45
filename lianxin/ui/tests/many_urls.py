"""More pages than the menu shows side by side."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path(f"{number}/", HttpResponse, name=f"page{number}") for number in range(9)]
