"""Addresses of this room."""

from django.urls import path

from lianxin.work.links.views import checks, overview, seats, voters

app_name = "links"
urlpatterns = [
    path("", overview.deputies, name="list"),
    path("mine/", voters.mine, name="mine"),
    path("leaders/", overview.leaders, name="leaders"),
    path("leaders/new/", overview.link_new, name="link_new"),
    path("leaders/<int:body>/<int:pk>/", overview.leader, name="leader"),
    path("<int:pk>/end/", overview.link_end, name="link_end"),
    path("<int:pk>/contacts/", overview.link_contact, name="link_contact"),
    path("deputies/<int:pk>/", overview.deputy, name="deputy"),
    path("deputies/<int:pk>/end-all/", seats.end_all, name="end_all"),
    path("deputies/<int:pk>/hand-over/", seats.hand_over, name="hand_over"),
    path("deputies/<int:seat>/voters/", voters.voter_new, name="voter_new"),
    path("deputies/<int:seat>/import/", voters.voters_import, name="voters_import"),
    path("voters/<int:pk>/", voters.voter, name="voter"),
    path("voters/<int:pk>/edit/", voters.voter_edit, name="voter_edit"),
    path("voters/<int:pk>/end/", voters.voter_end, name="voter_end"),
    path("voters/<int:pk>/contacts/", voters.voter_contact, name="voter_contact"),
    path("contacts/<int:pk>/withdraw/", voters.contact_withdraw, name="contact_withdraw"),
    path("checks/", checks.checks, name="checks"),
    path("checks/new/", checks.check_new, name="check_new"),
    path("checks/<int:pk>/", checks.check, name="check"),
    path("calls/<int:pk>/", checks.call, name="call"),
]
