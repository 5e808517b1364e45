"""Addresses of this room."""

from django.urls import path

from lianxin.work.duty.views import campaigns, files, objections, pairs, points, tasks

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
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", campaigns.campaign, name="campaign"),
    path("campaigns/<int:pk>/edit/", campaigns.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/start/", campaigns.campaign_start, name="campaign_start"),
    path("campaigns/<int:pk>/cancel/", campaigns.campaign_cancel, name="campaign_cancel"),
    path("campaigns/<int:pk>/summary/", campaigns.campaign_summary, name="campaign_summary"),
    path("campaigns/<int:pk>/paper/", campaigns.campaign_paper, name="campaign_paper"),
    path("campaigns/<int:pk>/activities/", campaigns.campaign_link, name="campaign_link"),
    path("campaigns/<int:pk>/pledges/", campaigns.pledge_new, name="pledge_new"),
    path("campaigns/links/<int:pk>/remove/", campaigns.campaign_unlink, name="campaign_unlink"),
    path("pairs/", pairs.board, name="pairs"),
    path("pairs/mine/", pairs.mine, name="my_pairs"),
    path("pledges/<int:pk>/", campaigns.pledge, name="pledge"),
    path("pledges/<int:pk>/progress/", campaigns.pledge_progress, name="pledge_progress"),
    path("pledges/<int:pk>/settle/", campaigns.pledge_settle, name="pledge_settle"),
    path("points/", points.scheme_list, name="schemes"),
    path("points/new/", points.scheme_new, name="scheme_new"),
    path("points/<int:pk>/", points.scheme, name="scheme"),
    path("points/<int:pk>/items/", points.item_new, name="point_new"),
    path("points/items/<int:pk>/", points.item_edit, name="point_edit"),
    path("points/<int:pk>/issue/", points.scheme_issue, name="scheme_issue"),
    path("points/<int:pk>/withdraw/", points.scheme_withdraw, name="scheme_withdraw"),
]
