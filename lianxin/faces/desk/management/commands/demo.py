import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from lianxin.faces.desk import serving, supervising
from lianxin.faces.desk.management.commands.serve import add_address, require_free_port
from lianxin.faces.setup import demo
from lianxin.foundation.people.models import Body, Role


class Command(BaseCommand):
    help = "Build the fictional county when it is not there yet, and serve it until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        add_address(parser)
        parser.add_argument("--no-serve", action="store_true", help="只准备数据，不提供服务")

    def handle(self, *, host, port, workers, no_serve, **options):
        if not no_serve:
            require_free_port(host, port)
        # For this process and, through the environment, for its workers.
        settings.DEMO = True
        os.environ["LIANXIN_DEMO"] = "1"

        if serving.pending_migrations():
            self.stdout.write("正在建立数据库……")
            self.stdout.flush()
            call_command("migrate", interactive=False, verbosity=0)
        if not demo.is_loaded():
            if Body.objects.exists():
                raise CommandError(
                    "这个数据库里已有单位资料，不能再装入演示数据。"
                    "请用环境变量 LIANXIN_VAR 指定一个空目录，再运行 lianxin demo。"
                )
            self.stdout.write("正在装入演示县：禾望县（虚构）……")
            self.stdout.flush()
            demo.load()
        serving.collect_static()
        if no_serve:
            self.stdout.write("演示数据已就绪。运行 lianxin demo 开始。")
            return

        self.stdout.write(f"\n连心演示：禾望县（人物、地点均为虚构）\n地址：http://{host}:{port}\n")
        for role, username, password in demo.sign_ins():
            self.stdout.write(f"  {Role(role).label}：用户名 {username}，密码 {password}")
        self.stdout.write("\n按 Ctrl-C 停止。")
        self.stdout.flush()
        sys.exit(supervising.run_together(lambda: serving.serve(host, port, workers)))
