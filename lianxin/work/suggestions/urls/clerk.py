"""What the congress office opens: the list, one suggestion, and each of its steps."""

from django.urls import path

from lianxin.work.suggestions.views import (
    bundles,
    detail,
    following,
    handover,
    likeness,
    lists,
    many,
    meetings,
    review,
)

urlpatterns = [
    path("", lists.suggestion_list, name="list"),
    path("<int:pk>/", detail.suggestion_detail, name="detail"),
    # Review
    path("<int:pk>/acceptance/", review.accept, name="accept"),
    path("<int:pk>/correction/", review.return_for_correction, name="return_for_correction"),
    path("<int:pk>/refusal/", review.refuse, name="refuse"),
    path("<int:pk>/merger/", review.merge, name="merge"),
    path("<int:pk>/parts/", review.split, name="split"),
    path("<int:pk>/number/", review.give_number, name="give_number"),
    path("<int:pk>/call-back/", review.call_back, name="call_back"),
    path("<int:pk>/agenda/", review.put_on_agenda, name="put_on_agenda"),
    path("<int:pk>/conversion/", review.convert_motion, name="convert_motion"),
    path("<int:pk>/cosigners/", review.confirm_cosigner, name="confirm_cosigner"),
    path("cosigners/<int:pk>/answer/", review.answer_for_cosigner, name="answer_for_cosigner"),
    path("<int:pk>/topic/", likeness.set_topic, name="set_topic"),
    path("<int:pk>/relations/", likeness.relate, name="relate"),
    path("<int:pk>/relations/removal/", likeness.unrelate, name="unrelate"),
    # Handing over
    path("<int:pk>/assignments/", handover.hand_over, name="hand_over"),
    path("<int:pk>/assisting/", handover.add_offices, name="add_offices"),
    path("assignments/<int:pk>/recall/", handover.take_back, name="take_back"),
    path("assignments/<int:pk>/return/decision/", handover.decide_return, name="decide_return"),
    path(
        "assignments/<int:pk>/extension/decision/",
        handover.decide_extension,
        name="decide_extension",
    ),
    path("handover/", handover.hand_over_many, name="hand_over_many"),
    path("handover/meetings/", meetings.handover_meetings, name="handover_meetings"),
    path("handover/meetings/new/", meetings.new_handover_meeting, name="new_handover_meeting"),
    path("handover/meetings/<int:pk>/", meetings.handover_meeting, name="handover_meeting"),
    # Following
    path("<int:pk>/reminders/", following.remind, name="remind"),
    path("<int:pk>/deputy-reminders/", following.remind_deputies, name="remind_deputies"),
    path("<int:pk>/supervision/", following.supervise, name="supervise"),
    path("<int:pk>/key/", following.set_key, name="set_key"),
    path("<int:pk>/conciliation/", following.conciliate, name="conciliate"),
    path("<int:pk>/judgement/", following.judge_for, name="judge_for"),
    path("<int:pk>/promise-judgement/", following.judge_promise_for, name="judge_promise_for"),
    path("<int:pk>/closing/", following.close, name="close"),
    path(
        "<int:pk>/closing-unjudged/",
        following.close_without_feedback,
        name="close_without_feedback",
    ),
    path("<int:pk>/archive/", following.archive, name="archive"),
    path("<int:pk>/bundle/", bundles.bundle, name="bundle"),
    path("<int:pk>/publicity/", following.publicity, name="publicity"),
    path("<int:pk>/look-back/", following.finish_look_back, name="finish_look_back"),
    path("look-backs/", following.look_backs, name="look_backs"),
    path("reminders/", many.remind_many, name="remind_many"),
    path("closings/", many.close_many, name="close_many"),
    path("publications/", many.publish_many, name="publish_many"),
]
