from django.core.management.base import BaseCommand

from lianxin.foundation.tasks.processes import Keeper


class Command(BaseCommand):
    help = "按时发起定时任务，直到 Ctrl-C 或 SIGTERM。同时运行几个也不会重复发起。"
    requires_system_checks = []

    def handle(self, **options):
        self.stdout.write("正在按时发起任务。按 Ctrl-C 停止。")
        self.stdout.flush()
        Keeper(runs_jobs=False, keeps_schedule=True).run()
