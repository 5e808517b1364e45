"""Addresses of this room."""

from django.urls import path

from lianxin.work.duty.views import files, objections

app_name = "duty"
urlpatterns = [
    path("", files.deputy_list, name="list"),
    path("mine/", files.mine, name="mine"),
    path("booklets/", files.booklets, name="booklets"),
    path("files/<int:pk>/", files.detail, name="file"),
    path("files/<int:pk>/booklet/", files.booklet, name="booklet"),
    path("files/<int:pk>/objection/", objections.object_to, name="object"),
    path("objections/", objections.objection_list, name="objections"),
    path("objections/<int:pk>/", objections.detail, name="objection"),
]
