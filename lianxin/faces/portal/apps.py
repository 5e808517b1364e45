from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lianxin.faces.portal"
    label = "portal"

    def ready(self):
        from lianxin.faces.portal import from_rooms
        from lianxin.faces.portal.jobs import schedule_jobs
        from lianxin.ui import menu

        menu.frame_public_pages_with("portal/_base.html")
        from_rooms.register()
        schedule_jobs()
