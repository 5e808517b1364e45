"""Addresses of this room."""

from django.urls import path

from lianxin.work.groups.views import overview, yearly

app_name = "groups"
urlpatterns = [
    path("", overview.group_list, name="list"),
    path("mine/", overview.mine, name="mine"),
    path("new/", overview.group_new, name="new"),
    path("<int:pk>/", overview.detail, name="detail"),
    path("<int:pk>/vice/", overview.vice_new, name="vice_new"),
    path("vice/<int:pk>/end/", overview.vice_end, name="vice_end"),
    path("<int:pk>/<int:year>/", overview.year, name="year"),
    path("<int:pk>/<int:year>/plan/", yearly.plan_write, name="plan_write"),
    path("<int:pk>/<int:year>/plan/send/", yearly.plan_send, name="plan_send"),
    path("<int:pk>/<int:year>/plan/back/", yearly.plan_back, name="plan_back"),
    path("items/<int:pk>/", yearly.item_link, name="item_link"),
    path("<int:pk>/<int:year>/summary/", yearly.summary_write, name="summary_write"),
    path("<int:pk>/<int:year>/summary/send/", yearly.summary_send, name="summary_send"),
    path("<int:pk>/<int:year>/letter/", yearly.letter_write, name="letter_write"),
    path("<int:pk>/<int:year>/letter/sign/", yearly.letter_sign, name="letter_sign"),
]
