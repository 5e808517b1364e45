from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError

from lianxin.foundation.people.beginning import begin
from lianxin.foundation.people.models import Body
from lianxin.foundation.refusals import Refused
from lianxin.foundation.rulebook.shipped import profile_names


class Command(BaseCommand):
    help = "建立第一个机构和头两个账号（系统管理员、人大工作人员），打印登录条。"

    def add_arguments(self, parser):
        parser.add_argument("--code", required=True, help="机构代码，小写字母、数字、短横线")
        parser.add_argument("--name", required=True, help="机构全称，如 禾望县人大常委会")
        parser.add_argument("--short-name", required=True, help="简称，如 禾望县")
        parser.add_argument(
            "--kind",
            choices=[Body.Kind.COUNTY.value, Body.Kind.TOWNSHIP.value],
            default=Body.Kind.COUNTY,
            help="县级（county_congress），或者单独使用的乡镇（township_congress）",
        )
        parser.add_argument(
            "--profile", choices=profile_names(), default="national", help="地方规则"
        )
        parser.add_argument("--clerk", required=True, metavar="用户名=姓名", help="人大工作人员")
        parser.add_argument("--admin", required=True, metavar="用户名=姓名", help="系统管理员")

    def handle(self, **options):
        details = {
            name: options[name]
            for name in ("code", "name", "short_name", "kind", "profile", "clerk", "admin")
        }
        try:
            body, slips = begin(**details)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise CommandError("数据库还没有建好。请先运行 lianxin migrate。") from error
        self.stdout.write(f"已建立{body.name}。")
        for account, code in slips:
            self.stdout.write(f"{account.name}（用户名 {account.username}）的登录条：{code}")
        self.stdout.write("请在 14 天内用登录条登录并设置密码；登录条只显示这一次。")
