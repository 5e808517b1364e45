"""Addresses of this room."""

from django.urls import path

from lianxin.work.opinions.views import boxes, cards, filling, results, sessions, surveys

app_name = "opinions"
urlpatterns = [
    path("", sessions.listing, name="list"),
    path("sessions/new/", sessions.new, name="session_new"),
    path("sessions/<int:pk>/", sessions.detail, name="session"),
    path("sessions/<int:pk>/change/", sessions.change, name="session_change"),
    path("sessions/<int:pk>/hold/", sessions.hold, name="session_hold"),
    path("sessions/<int:pk>/opinion/", sessions.opinion, name="session_opinion"),
    path("sessions/<int:pk>/close/", sessions.close, name="session_close"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="session_cancel"),
    path("boxes/", boxes.listing, name="boxes"),
    path("boxes/new/", boxes.new, name="box_new"),
    path("boxes/<int:pk>/", boxes.detail, name="box"),
    path("boxes/<int:pk>/change/", boxes.change, name="box_change"),
    path("boxes/<int:pk>/open/", boxes.open_box, name="box_open"),
    path("boxes/<int:pk>/close/", boxes.close, name="box_close"),
    path("openings/<int:pk>/slip/", boxes.slip, name="slip"),
    path("cards/", cards.rounds, name="rounds"),
    path("cards/new/", cards.round_new, name="round_new"),
    path("cards/mine/", cards.mine, name="mine"),
    path("cards/rounds/<int:pk>/", cards.round_detail, name="round"),
    path("cards/rounds/<int:pk>/close/", cards.round_close, name="round_close"),
    path("cards/rounds/<int:pk>/sheets/", cards.round_sheets, name="round_sheets"),
    path("cards/<int:pk>/", cards.card, name="card"),
    path("cards/<int:pk>/sheet/", cards.card_sheet, name="card_sheet"),
    path("cards/opinions/<int:pk>/hand-on/", cards.hand_on, name="hand_on"),
    path("surveys/", surveys.listing, name="surveys"),
    path("surveys/new/", surveys.new, name="survey_new"),
    path("surveys/<int:pk>/", results.detail, name="survey"),
    path("surveys/<int:pk>/problems/", results.problems, name="problems"),
    path("surveys/<int:pk>/change/", surveys.change, name="survey_change"),
    path("surveys/<int:pk>/question/", surveys.question, name="question"),
    path("surveys/<int:pk>/publish/", surveys.publish, name="survey_publish"),
    path("surveys/<int:pk>/close/", surveys.close, name="survey_close"),
    path("surveys/<int:pk>/codes/", surveys.codes, name="survey_codes"),
    path("surveys/<int:pk>/poster/", surveys.poster, name="survey_poster"),
    path("surveys/<int:pk>/paper/", filling.paper, name="survey_paper"),
    path("questions/<int:pk>/remove/", surveys.remove_question, name="question_remove"),
    path("answers/<int:pk>/message/", results.make_message, name="answer_message"),
    path("s/<slug:code>/", filling.fill, name="fill"),
]
