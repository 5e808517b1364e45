"""Addresses of this room."""

from django.urls import path

from lianxin.work.assessments.views import extras, rounds, schemes

app_name = "assessments"
urlpatterns = [
    path("", schemes.listing, name="list"),
    path("schemes/new/", schemes.new, name="scheme_new"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/change/", schemes.change, name="scheme_change"),
    path("schemes/<int:pk>/item/", schemes.item_new, name="item_new"),
    path("schemes/<int:pk>/use/", schemes.use, name="scheme_use"),
    path("schemes/<int:pk>/copy/", schemes.copy, name="scheme_copy"),
    path("schemes/<int:pk>/retire/", schemes.retire, name="scheme_retire"),
    path("schemes/<int:pk>/round/", schemes.round_new, name="round_new"),
    path("items/<int:pk>/change/", schemes.item_change, name="item_change"),
    path("items/<int:pk>/remove/", schemes.item_remove, name="item_remove"),
    path("rounds/<int:pk>/", rounds.detail, name="round"),
    path("rounds/<int:pk>/tell/", rounds.tell, name="tell"),
    path("rounds/<int:pk>/settle/", rounds.settle, name="settle"),
    path("rounds/<int:pk>/publish/", rounds.publish, name="publish"),
    path("rounds/<int:pk>/show/", rounds.show, name="show"),
    path("sheets/<int:pk>/", rounds.sheet, name="sheet"),
    path("sheets/<int:pk>/send/", rounds.send, name="send"),
    path("sheets/<int:pk>/again/", rounds.look_again, name="look_again"),
    path("sheets/<int:pk>/claim/", extras.claim, name="claim"),
    path("sheets/<int:pk>/bonus/", extras.bonus, name="bonus"),
    path("sheets/<int:pk>/criticism/", extras.criticism, name="criticism"),
    path("extras/<int:pk>/decide/", extras.decide, name="extra_decide"),
    path("extras/<int:pk>/withdraw/", extras.withdraw, name="extra_withdraw"),
    path("extras/<int:pk>/dispute/", extras.dispute, name="extra_dispute"),
    path("extras/<int:pk>/answer/", extras.answer, name="extra_answer"),
    path("marks/<int:pk>/check/", rounds.check, name="check"),
    path("marks/<int:pk>/review/", rounds.review, name="review"),
    path("marks/<int:pk>/dispute/", rounds.dispute, name="dispute"),
    path("marks/<int:pk>/answer/", rounds.answer, name="answer"),
]
