"""Addresses of this room."""

from django.urls import path

from lianxin.work.work_reports.views import figures, reports, sections, steps, versions

app_name = "work_reports"
urlpatterns = [
    path("", reports.listing, name="list"),
    path("new/", reports.new, name="new"),
    path("<int:pk>/", reports.detail, name="detail"),
    path("<int:pk>/checks/", reports.checks, name="checks"),
    path("<int:pk>/checks/source/", reports.source, name="source"),
    path("<int:pk>/changes/", reports.changes, name="changes"),
    path("<int:pk>/picture/", reports.picture, name="picture"),
    path("<int:pk>/pdf/", reports.pdf, name="pdf"),
    path("<int:pk>/docx/", reports.docx, name="docx"),
    path("<int:pk>/outline/", reports.keep_outline, name="outline"),
    path("<int:pk>/sections/new/", sections.new, name="section_new"),
    path("sections/<int:pk>/", sections.edit, name="section"),
    path("sections/<int:pk>/remove/", sections.remove, name="section_remove"),
    path("sections/<int:pk>/comments/", sections.comment, name="comment"),
    path("comments/<int:pk>/resolution/", sections.resolve, name="resolve"),
    path("<int:pk>/numbers/", figures.numbers, name="numbers"),
    path("<int:pk>/stated/", figures.listing, name="stated"),
    path("<int:pk>/stated/new/", figures.new, name="stated_new"),
    path("stated/<int:pk>/", figures.change, name="stated_change"),
    path("stated/<int:pk>/drop/", figures.drop, name="stated_drop"),
    path("<int:pk>/versions/", versions.listing, name="versions"),
    path("<int:pk>/versions/<int:number>/", versions.compare, name="version"),
    path("<int:pk>/versions/<int:number>/restore/", versions.restore, name="restore"),
    path("<int:pk>/steps/<slug:name>/", steps.step, name="step"),
]
