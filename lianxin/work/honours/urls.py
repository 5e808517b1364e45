"""Addresses of this room."""

from django.urls import path

from lianxin.work.honours.views import electing, given

app_name = "honours"
urlpatterns = [
    path("", given.honour_list, name="list"),
    path("public/<slug:code>/", given.public, name="public"),
    path("outside/", given.outside_new, name="outside_new"),
    path("<int:pk>/", given.honour_detail, name="honour"),
    path("<int:pk>/payment/", given.honour_pay, name="pay"),
    path("awards/", given.awards, name="awards"),
    path("awards/usual/", given.awards_take_over, name="awards_take_over"),
    path("awards/new/", given.award_new, name="award_new"),
    path("awards/<int:pk>/", given.award_edit, name="award_edit"),
    path("awards/<int:pk>/rewards/", given.reward_new, name="reward_new"),
    path("rounds/new/", electing.round_new, name="round_new"),
    path("rounds/<int:pk>/", electing.round_detail, name="round"),
    path("rounds/<int:pk>/nominations/", electing.nominate, name="nominate"),
    path("rounds/<int:pk>/review/", electing.review, name="review"),
    path("rounds/<int:pk>/publicity/", electing.publicise, name="publicise"),
    path("rounds/<int:pk>/naming/", electing.name_chosen, name="name"),
    path("nominations/<int:pk>/", electing.nomination, name="nomination"),
    path("nominations/<int:pk>/withdraw/", electing.withdraw, name="withdraw"),
    path("nominations/<int:pk>/objections/", electing.objection_new, name="objection_new"),
    path("objections/<int:pk>/", electing.settle, name="settle"),
    path("facts/<int:pk>/drop/", electing.fact_drop, name="fact_drop"),
]
