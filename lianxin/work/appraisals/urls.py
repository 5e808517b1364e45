"""Addresses of this room."""

from django.urls import path

from lianxin.work.appraisals.views import counting, meetings, plans, rating, reports, scales

app_name = "appraisals"
urlpatterns = [
    path("", plans.listing, name="list"),
    path("mine/", reports.mine, name="mine"),
    path("batches/new/", plans.batch_new, name="batch_new"),
    path("batches/<int:pk>/", plans.batch, name="batch"),
    path("batches/<int:pk>/add/", plans.batch_add, name="batch_add"),
    path("subjects/<int:pk>/", reports.subject, name="subject"),
    path("subjects/<int:pk>/draft/", reports.draft, name="draft"),
    path("subjects/<int:pk>/review/", reports.review, name="review"),
    path("subjects/<int:pk>/feedback/", meetings.feedback, name="feedback"),
    path("subjects/<int:pk>/take-out/", plans.take_out, name="take_out"),
    path("meetings/new/", meetings.new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.detail, name="meeting"),
    path("meetings/<int:pk>/cancel/", meetings.cancel, name="cancel"),
    path("meetings/<int:pk>/codes/", meetings.codes, name="codes"),
    path("meetings/<int:pk>/ballots/", meetings.ballots, name="ballots"),
    path("meetings/<int:pk>/open/", meetings.open_rating, name="open"),
    path("meetings/<int:pk>/close/", meetings.close, name="close"),
    path("meetings/<int:pk>/opinion/", meetings.opinion, name="opinion"),
    path("meetings/<int:pk>/entry/", counting.enter, name="enter"),
    path("meetings/<int:pk>/differences/", counting.differences, name="differences"),
    path("meetings/<int:pk>/count/", counting.count, name="count"),
    path("meetings/<int:pk>/result/", meetings.result_sheet, name="result_sheet"),
    path("meetings/<int:pk>/publish/", meetings.publish, name="publish"),
    path("meetings/<int:pk>/file/", meetings.file, name="file"),
    path("scales/", scales.listing, name="scales"),
    path("scales/new/", scales.new, name="scale_new"),
    path("scales/<int:pk>/", scales.change, name="scale_change"),
    path("scales/<int:pk>/end/", scales.end, name="scale_end"),
    path("b/<slug:code>/", rating.rate, name="rate"),
    path("p/<slug:code>/", rating.published, name="published"),
]
