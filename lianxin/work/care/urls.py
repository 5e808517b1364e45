"""Addresses of this room."""

from django.urls import path

from lianxin.work.care.views import cases, contacts, liberty, visits

app_name = "care"
urlpatterns = [
    path("", cases.case_list, name="list"),
    path("mine/", cases.mine, name="mine"),
    path("help/", cases.ask, name="ask"),
    path("cases/new/", cases.case_new, name="case_new"),
    path("cases/<int:pk>/", cases.detail, name="case"),
    path("cases/<int:pk>/read/", cases.read, name="read"),
    path("cases/<int:pk>/contacts/", cases.contact_new, name="contact_new"),
    path("cases/<int:pk>/close/", cases.close, name="close"),
    path("cases/<int:pk>/judge/", cases.judge, name="judge"),
    path("cases/<int:pk>/reopen/", cases.reopen, name="reopen"),
    path("cases/<int:pk>/withdraw/", cases.withdraw, name="withdraw"),
    path("cases/<int:pk>/paper/", cases.paper, name="paper"),
    path("liberty/new/", liberty.new, name="liberty_new"),
    path("cases/<int:pk>/submit/", liberty.submit, name="submit"),
    path("cases/<int:pk>/decide/", liberty.decide, name="decide"),
    path("cases/<int:pk>/answer/", liberty.answer, name="answer"),
    path("visits/", visits.visit_list, name="visits"),
    path("visits/new/", visits.visit_new, name="visit_new"),
    path("visits/<int:pk>/", visits.detail, name="visit"),
    path("visits/<int:pk>/withdraw/", visits.withdraw, name="visit_withdraw"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("officers/", contacts.officers, name="officers"),
    path("officers/<int:pk>/end/", contacts.officer_end, name="officer_end"),
]
