"""Addresses of papers: /papers/…"""

from lianxin.foundation.papers.own_templates import urls as own_templates

app_name = "papers"
urlpatterns = [*own_templates.urlpatterns]
