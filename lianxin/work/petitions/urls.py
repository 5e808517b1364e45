"""Addresses of this room."""

from django.urls import path

from lianxin.work.petitions.views import detail, lists, stepping

app_name = "petitions"
urlpatterns = [
    path("", lists.petition_list, name="list"),
    path("new/", detail.register, name="register"),
    path("figures/", lists.petition_figures, name="figures"),
    path("topics/", lists.offer_topic, name="offer_topic"),
    path("<int:pk>/", detail.detail, name="detail"),
    path("<int:pk>/petitioners/", detail.petitioners, name="petitioners"),
    path("<int:pk>/steps/<slug:step>/", stepping.petition_step, name="step"),
    path("referrals/<int:pk>/<slug:step>/", stepping.referral_step, name="referral_step"),
    path("appointments/<int:pk>/", stepping.appointment_step, name="hold_appointment"),
    path("reviews/<int:pk>/", stepping.review_step, name="decide_review"),
]
