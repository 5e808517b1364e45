"""/papers/templates/: a body's own Word templates, by kind of paper."""

from django.urls import path

from lianxin.foundation.papers.own_templates import views

urlpatterns = [
    path("templates/", views.own_templates, name="own_templates"),
    path("templates/<str:kind>/", views.own_template, name="own_template"),
    path("templates/versions/<int:pk>/preview/", views.preview_template, name="preview_template"),
    path(
        "templates/versions/<int:pk>/withdrawal/",
        views.withdraw_template,
        name="withdraw_template",
    ),
]
