"""Addresses of this room."""

from django.urls import path

from lianxin.work.receptions.views import day, offline, roster, rules

app_name = "receptions"
urlpatterns = [
    path("", roster.roster, name="list"),
    path("today/", day.today, name="today"),
    path("mine/", day.mine, name="mine"),
    path("new/", roster.reception_new, name="new"),
    path("announce/", roster.announce, name="announce"),
    path("rules/", rules.rule_list, name="rules"),
    path("rules/new/", rules.rule_new, name="rule_new"),
    path("rules/<int:pk>/edit/", rules.rule_edit, name="rule_edit"),
    path("rules/<int:pk>/generate/", rules.rule_generate, name="rule_generate"),
    path("rules/<int:pk>/stop/", rules.rule_stop, name="rule_stop"),
    path("rules/<int:pk>/excuse/", rules.rule_excuse, name="rule_excuse"),
    path("rules/<int:pk>/excuse/<int:away>/end/", rules.rule_end_excuse, name="rule_end_excuse"),
    path("<int:pk>/", day.detail, name="detail"),
    path("<int:pk>/change/", roster.change, name="change"),
    path("<int:pk>/check-in/", day.check_in, name="check_in"),
    path("<int:pk>/visitor/", day.visitor, name="visitor"),
    path("<int:pk>/close/", day.close, name="close"),
    path("<int:pk>/quiet/", day.quiet, name="quiet"),
    path("<int:pk>/cancel/", day.cancel, name="cancel"),
    path("<int:pk>/reopen/", day.reopen, name="reopen"),
    path("<int:pk>/duty/", day.put_on, name="put_on"),
    path("<int:pk>/blank/", day.blank_sheet, name="blank"),
    path("duties/<int:pk>/leave/", day.leave, name="leave"),
    path("duties/<int:pk>/swap/", day.swap, name="swap"),
    path("offline/", offline.shell, name="offline"),
    path("offline/worker.js", offline.worker, name="offline_worker"),
    path("offline/manifest.webmanifest", offline.manifest, name="offline_manifest"),
    path("offline/state/", offline.state, name="offline_state"),
    path("offline/records/", offline.take_record, name="offline_records"),
    path("visitors/<int:pk>/", day.record, name="record"),
    path("visitors/<int:pk>/sheet/", day.record_sheet, name="record_sheet"),
]
