from django.core.management.base import BaseCommand

from lianxin.foundation.tasks.processes import Keeper


class Command(BaseCommand):
    help = "处理后台任务，直到 Ctrl-C 或 SIGTERM。可在多台主机上同时运行（需 PostgreSQL）。"
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write("正在处理后台任务。按 Ctrl-C 停止。")
        self.stdout.flush()
        Keeper(runs_jobs=True, keeps_schedule=False).run()
