"""Addresses of this room."""

from django.urls import path

from lianxin.work.duty.views import files, objections, tasks

app_name = "duty"
urlpatterns = [
    path("", files.deputy_list, name="list"),
    path("mine/", files.mine, name="mine"),
    path("booklets/", files.booklets, name="booklets"),
    path("files/<int:pk>/", files.detail, name="file"),
    path("files/<int:pk>/booklet/", files.booklet, name="booklet"),
    path("files/<int:pk>/objection/", objections.object_to, name="object"),
    path("objections/", objections.objection_list, name="objections"),
    path("objections/<int:pk>/", objections.detail, name="objection"),
    path("tasks/", tasks.task_lists, name="task_lists"),
    path("tasks/new/", tasks.task_list_new, name="task_list_new"),
    path("tasks/<int:pk>/", tasks.task_list, name="task_list"),
    path("tasks/<int:pk>/edit/", tasks.task_list_edit, name="task_list_edit"),
    path("tasks/<int:pk>/issue/", tasks.task_list_issue, name="task_list_issue"),
    path("tasks/<int:pk>/withdraw/", tasks.task_list_withdraw, name="task_list_withdraw"),
    path("tasks/<int:pk>/items/", tasks.task_new, name="task_new"),
    path("tasks/items/<int:pk>/", tasks.task_edit, name="task_edit"),
    path("tasks/items/<int:pk>/remove/", tasks.task_remove, name="task_remove"),
]
