"""What handling offices open: the inbox, the steps of one assignment, the promises."""

from django.urls import path

from lianxin.work.suggestions.views import office, office_promises, office_reply

urlpatterns = [
    path("inbox/", office.inbox_page, name="inbox"),
    path("inbox/reminders/", office.reminders, name="reminders"),
    path("assignments/<int:pk>/receipt/", office.receive, name="receive"),
    path("assignments/<int:pk>/return/", office.ask_return, name="ask_return"),
    path("assignments/<int:pk>/plan/", office.plan, name="plan"),
    path("assignments/<int:pk>/contacts/", office.contact, name="contact"),
    path("assignments/<int:pk>/extension/", office.extend, name="extend"),
    path("assignments/<int:pk>/progress/", office.note_progress, name="note_progress"),
    path("assignments/<int:pk>/reply/", office_reply.reply, name="reply"),
    path(
        "assignments/<int:pk>/reply/template/", office_reply.reply_template, name="reply_template"
    ),
    path("assignments/<int:pk>/reply/preview/", office_reply.preview, name="reply_preview"),
    path("assignments/<int:pk>/reply/issue/", office_reply.issue, name="reply_issue"),
    path(
        "assignments/<int:pk>/reply/signature/",
        office_reply.send_for_signature,
        name="reply_to_sign",
    ),
    path("assignments/<int:pk>/reply/files/", office_reply.attach, name="reply_attach"),
    path(
        "assignments/<int:pk>/reply/files/<int:attachment_pk>/removal/",
        office_reply.detach,
        name="reply_detach",
    ),
    path("replies/<int:pk>/letter/", office_reply.letter, name="letter"),
    path("promises/", office_promises.promises, name="promises"),
    path("promises/<int:pk>/report/", office_promises.report, name="report_promise"),
    path("promises/<int:pk>/kept/", office_promises.keep, name="keep_promise"),
    path("promises/<int:pk>/explanation/", office_promises.explain, name="explain_promise"),
]
