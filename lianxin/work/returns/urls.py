"""Addresses of this room: /returns/…"""

from django.urls import path

from lianxin.work.returns.views import asking, filing, lines, tasks

app_name = "returns"
urlpatterns = [
    path("", asking.listing, name="list"),
    path("new/", asking.new, name="new"),
    path("<int:pk>/", asking.detail, name="detail"),
    path("<int:pk>/edit/", asking.edit, name="edit"),
    path("<int:pk>/copy/", asking.copy, name="copy"),
    path("<int:pk>/lines/", lines.line_new, name="line_new"),
    path("lines/<int:pk>/edit/", lines.line_edit, name="line_edit"),
    path("lines/<int:pk>/part/", lines.line_part, name="line_part"),
    path("lines/<int:pk>/drop/", lines.line_drop, name="line_drop"),
    path("<int:pk>/ask/", asking.ask, name="ask"),
    path("<int:pk>/close/", asking.close, name="close"),
    path("<int:pk>/layout/", asking.layout, name="layout"),
    path("<int:pk>/layout/<int:version>/", asking.layout_file, name="layout_file"),
    path("<int:pk>/sums/", asking.sums, name="sums"),
    path("<int:pk>/export/", asking.export, name="export"),
    path("filings/<int:pk>/", filing.filing, name="filing"),
    path("filings/<int:pk>/fill/", filing.fill, name="fill"),
    path("filings/<int:pk>/send/", filing.send, name="send"),
    path("filings/<int:pk>/correct/", filing.correct, name="correct"),
    path("filings/<int:pk>/back/", filing.send_back, name="send_back"),
    path("filings/<int:pk>/versions/<int:number>/", filing.version_file, name="version_file"),
    path("tasks/", tasks.listing, name="tasks"),
    path("tasks/new/", tasks.new, name="task_new"),
    path("tasks/<int:pk>/", tasks.detail, name="task"),
    path("tasks/<int:pk>/take/", tasks.take, name="task_take"),
    path("tasks/<int:pk>/report/", tasks.report, name="task_report"),
]
