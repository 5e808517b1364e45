"""Addresses of this room."""

from django.urls import path

from lianxin.work.bulletins.views import asking, drafting, library, lists, periodicals, reading

app_name = "bulletins"
urlpatterns = [
    path("", lists.bulletin_list, name="list"),
    path("mine/", lists.mine, name="mine"),
    path("new/", drafting.new, name="new"),
    path("<int:pk>/", lists.detail, name="detail"),
    path("<int:pk>/head/", drafting.head, name="head"),
    path("<int:pk>/again/", drafting.again, name="again"),
    path("<int:pk>/discard/", drafting.discard, name="discard"),
    path("<int:pk>/items/new/", drafting.item_new, name="item_new"),
    path("items/<int:pk>/", drafting.item, name="item"),
    path("items/<int:pk>/drop/", drafting.item_drop, name="item_drop"),
    path("items/<int:pk>/supply/", drafting.supply, name="supply"),
    path("items/asked/", lists.asked, name="asked"),
    path("<int:pk>/files/new/", drafting.file_new, name="file_new"),
    path("files/<int:pk>/drop/", drafting.file_drop, name="file_drop"),
    path("<int:pk>/issue/", drafting.issue, name="issue"),
    path("<int:pk>/correct/", drafting.correct, name="correct"),
    path("<int:pk>/withdraw/", drafting.withdraw, name="withdraw"),
    path("<int:pk>/read/", reading.read, name="read"),
    path("<int:pk>/paper/", reading.paper, name="paper"),
    path("receipts/<int:pk>/take-back/", reading.take_back, name="take_back"),
    path("<int:pk>/remind/", reading.remind, name="remind"),
    path("<int:pk>/questions/new/", asking.question_new, name="question_new"),
    path("questions/", asking.questions, name="questions"),
    path("questions/<int:pk>/answer/", asking.answer, name="answer"),
    path("questions/<int:pk>/suggestion/", asking.suggest, name="suggest"),
    path("periodicals/", periodicals.listed, name="periodicals"),
    path("periodicals/new/", periodicals.new, name="periodical_new"),
    path("periodicals/<int:pk>/", periodicals.detail, name="periodical"),
    path("periodicals/<int:pk>/change/", periodicals.change, name="periodical_change"),
    path("periodicals/<int:pk>/issues/new/", periodicals.delivery_new, name="delivery_new"),
    path("periodicals/issues/<int:pk>/drop/", periodicals.delivery_drop, name="delivery_drop"),
    path("papers/", library.library, name="library"),
    path("papers/new/", library.new, name="contribution_new"),
    path("papers/<int:pk>/", library.detail, name="contribution"),
    path("papers/<int:pk>/drop/", library.drop, name="contribution_drop"),
]
