from django.urls import path

from lianxin.foundation.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.rule_list, name="list"),
    path("<str:key>/", views.rule_detail, name="detail"),
    path("<str:key>/settings/", views.create_setting, name="set"),
    path("<str:key>/withdrawals/", views.create_withdrawal, name="withdraw"),
]
