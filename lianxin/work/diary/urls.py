"""Addresses of this room: /diary/…"""

from django.urls import path

from lianxin.work.diary.views import keeping, plans, year

app_name = "diary"
urlpatterns = [
    path("", year.home, name="home"),
    path("bodies/", year.matrix, name="matrix"),
    path("plan/", plans.plan, name="plan"),
    path("items/<int:pk>/change/", plans.item_change, name="item_change"),
    path("items/<int:pk>/done/", plans.item_done, name="item_done"),
    path("items/<int:pk>/drop/", plans.item_drop, name="item_drop"),
    path("topics/<int:pk>/drop/", plans.topic_drop, name="topic_drop"),
    path("own/<int:pk>/end/", keeping.duty_end, name="duty_end"),
    path("<slug:code>/settings/", keeping.settings, name="settings"),
    path("<slug:code>/begin/", keeping.begin, name="begin"),
    path("<slug:code>/new/", keeping.duty_new, name="duty_new"),
    path("<slug:code>/topics/", plans.topics, name="topics"),
    path("<slug:code>/topics/new/", plans.topic_new, name="topic_new"),
    path("<slug:code>/plan/<int:year>/", plans.plan_of, name="plan_of"),
    path("<slug:code>/plan/<int:year>/write/", plans.plan_write, name="plan_write"),
    path("<slug:code>/plan/<int:year>/send/", plans.plan_send, name="plan_send"),
    path("<slug:code>/plan/<int:year>/items/", plans.item_new, name="item_new"),
    path("<slug:code>/plan/<int:year>/<slug:step>/", plans.plan_step, name="plan_step"),
    path("<slug:code>/wall/<int:year>/", year.wall, name="wall"),
    path("<slug:code>/<slug:key>/off/", keeping.put_off, name="put_off"),
    path("<slug:code>/<slug:key>/on/", keeping.take_over, name="take_over"),
    path("<slug:code>/<slug:key>/move/", keeping.move, name="move"),
    path("<slug:code>/<slug:key>/<str:on>/", year.duty, name="duty"),
    path("<slug:code>/<slug:key>/<str:on>/tick/", year.tick, name="tick"),
    path("<slug:code>/<slug:key>/<str:on>/untick/", year.untick, name="untick"),
]
