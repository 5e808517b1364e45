"""Addresses of papers: /papers/…"""

from django.urls import path

from lianxin.foundation.papers import views
from lianxin.foundation.papers.own_templates import urls as own_templates
from lianxin.foundation.papers.scanning import urls as scanning

app_name = "papers"
urlpatterns = [
    path("", views.paper_list, name="list"),
    path("drafts/", views.create_paper, name="create"),
    path("<int:pk>/", views.paper_detail, name="detail"),
    path("<int:pk>/head/", views.edit_paper, name="edit"),
    path("<int:pk>/redrawing/", views.redraw_paper, name="redraw"),
    path("<int:pk>/steps/<str:name>/", views.take_step, name="step"),
    path("<int:pk>/pdf/", views.paper_pdf, name="pdf"),
    path("<int:pk>/docx/", views.paper_docx, name="docx"),
    *own_templates.urlpatterns,
    *scanning.urlpatterns,
]
