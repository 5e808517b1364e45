"""What deputies open: their list, writing, co-signing, judging; and what is done for them."""

from django.urls import path

from lianxin.work.suggestions.views import deputy, deputy_writing, judging, likeness

urlpatterns = [
    path("mine/", deputy.my_suggestions, name="mine"),
    path("new/", deputy_writing.write, name="write"),
    path("new/for/", deputy_writing.write_for, name="write_for"),
    path("new/autosave/", deputy_writing.autosave, name="autosave"),
    path("new/similar/", likeness.similar, name="similar"),
    path("<int:pk>/edit/", deputy_writing.edit, name="edit"),
    path("<int:pk>/submission/", deputy_writing.submission, name="submission"),
    path("<int:pk>/follow/", deputy.follow, name="follow"),
    path("<int:pk>/files/", deputy.attach, name="attach"),
    path("<int:pk>/files/<int:attachment_pk>/removal/", deputy.detach, name="detach"),
    path("<int:pk>/invitations/", deputy.cosigners, name="cosigners"),
    path("<int:pk>/invitations/<int:person_pk>/removal/", deputy.uninvite, name="uninvite"),
    path("<int:pk>/invitation/", deputy.cosigning, name="cosigning"),
    path("<int:pk>/withdrawal/", deputy.withdraw, name="withdraw"),
    path("<int:pk>/discard/", deputy.discard, name="discard"),
    path("replies/<int:pk>/judgement/", judging.judge, name="judge"),
    path("replies/<int:pk>/judged/", judging.judged, name="judged"),
    path("promises/<int:pk>/judgement/", judging.judge_promise, name="judge_promise"),
    path("judge/<str:token>/", judging.judge_by_link, name="judge_by_link"),
    path("judge/<str:token>/qr.svg", judging.judge_qr, name="judge_qr"),
]
