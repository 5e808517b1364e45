from django.conf import settings
from django.core.management.base import BaseCommand

from lianxin.faces.desk import serving
from lianxin.faces.desk.management.commands.serve import add_address, require_ready


class Command(BaseCommand):
    help = "只提供网站；后台任务由另外运行的 lianxin worker 和 lianxin scheduler 处理。"
    requires_system_checks = []

    def add_arguments(self, parser):
        add_address(parser)

    def handle(self, *, host, port, workers, **options):
        require_ready(host, port)
        if settings.DEBUG:
            self.stderr.write("LIANXIN_DEBUG 已打开：只供开发使用，不要对外开放。")
        self.stdout.write(f"连心（只有网站）：http://{host}:{port}    按 Ctrl-C 停止")
        self.stdout.flush()
        serving.serve(host, port, workers)
