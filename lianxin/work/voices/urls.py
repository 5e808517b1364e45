"""Addresses of this room; `pk` is a message's, but of `office` an assignment's."""

from django.urls import path

from lianxin.work.voices.views import analysing, lists, office
from lianxin.work.voices.views import stepping_out as steps

app_name = "voices"
urlpatterns = [
    path("", lists.message_list, name="list"),
    path("new/", lists.record, name="record"),
    path("analysis/", analysing.analysis, name="analysis"),
    path("analysis/offer/", analysing.offer, name="offer_topic"),
    path("analysis/topics/<int:pk>/", analysing.decide, name="decide_topic"),
    path("office/<int:pk>/", office.office, name="office"),
    path("<int:pk>/", lists.detail, name="detail"),
    path("<int:pk>/answer/", steps.answer, name="answer"),
    path("<int:pk>/to-office/", steps.hand_to_office, name="hand_to_office"),
    path("<int:pk>/to-village/", steps.hand_to_village, name="hand_to_village"),
    path("<int:pk>/to-suggestion/", steps.turn, name="turn"),
    path("<int:pk>/pass-up/", steps.pass_up, name="pass_up"),
    path("<int:pk>/refuse/", steps.refuse, name="refuse"),
    path("<int:pk>/merge/", steps.merge, name="merge"),
    path("<int:pk>/take-back/", steps.take_back, name="take_back"),
    path("<int:pk>/decide-return/", steps.decide_return, name="decide_return"),
    path("<int:pk>/grade/", steps.grade, name="grade"),
    path("<int:pk>/conciliate/", steps.conciliate, name="conciliate"),
    path("<int:pk>/topic/", steps.set_topic, name="set_topic"),
    path("<int:pk>/publish/", steps.publish, name="publish"),
    path("<int:pk>/withhold/", steps.withhold, name="withhold"),
    path("<int:pk>/hide/", steps.hide, name="hide"),
    path("<int:pk>/show/", steps.show, name="show"),
]
