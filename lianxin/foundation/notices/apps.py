from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "lianxin.foundation.notices"
    label = "notices"

    def ready(self):
        from lianxin.foundation.notices import permissions, queries, tasks
        from lianxin.foundation.people.backends import read_along
        from lianxin.ui import menu

        permissions.register_permissions()
        read_along(unread_notices=queries.UNREAD)
        menu.count_notices_with("notices:list", queries.unread_count)
        tasks.schedule_tasks()
