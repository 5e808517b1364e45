"""Addresses. Each room brings its own; a face brings what opens first."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("lianxin.faces.desk.urls")),
    path("account/", include("lianxin.foundation.people.urls")),
    path("rules/", include("lianxin.foundation.rulebook.urls")),
    path("calendar/", include("lianxin.foundation.calendars.urls")),
    path("files/", include("lianxin.foundation.files.urls")),
    path("tasks/", include("lianxin.foundation.tasks.urls")),
    path("notices/", include("lianxin.foundation.notices.urls")),
    path("papers/", include("lianxin.foundation.papers.urls")),
    path("search/", include("lianxin.foundation.search.urls")),
    path("laws/", include("lianxin.foundation.laws.urls")),
    path("figures/", include("lianxin.foundation.figures.urls")),
    path("suggestions/", include("lianxin.work.suggestions.urls")),
    path("stations/", include("lianxin.work.stations.urls")),
    path("messages/", include("lianxin.work.voices.urls")),
    path("receptions/", include("lianxin.work.receptions.urls")),
    path("opinions/", include("lianxin.work.opinions.urls")),
    path("petitions/", include("lianxin.work.petitions.urls")),
    path("activities/", include("lianxin.work.activities.urls")),
    path("duty/", include("lianxin.work.duty.urls")),
    path("links/", include("lianxin.work.links.urls")),
    path("groups/", include("lianxin.work.groups.urls")),
    path("appraisals/", include("lianxin.work.appraisals.urls")),
    path("honours/", include("lianxin.work.honours.urls")),
    path("funds/", include("lianxin.work.funds.urls")),
    path("care/", include("lianxin.work.care.urls")),
    path("assessments/", include("lianxin.work.assessments.urls")),
    path("diary/", include("lianxin.work.diary.urls")),
    path("bulletins/", include("lianxin.work.bulletins.urls")),
    path("returns/", include("lianxin.work.returns.urls")),
    path("work-reports/", include("lianxin.work.work_reports.urls")),
    path("ledger/", include("lianxin.faces.reports.urls")),
    path("setup/", include("lianxin.faces.setup.urls")),
    path("display/", include("lianxin.ui.site_urls")),
    path("help/", include("lianxin.faces.help.urls")),
    path("public/", include("lianxin.faces.portal.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("lianxin.ui.urls")))
