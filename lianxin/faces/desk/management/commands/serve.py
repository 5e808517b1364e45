import os
import socket
import sys
from argparse import ArgumentTypeError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lianxin.faces.desk import serving, supervising


def add_address(parser: CommandParser) -> None:
    """Where to answer, the same for every command that serves."""
    parser.add_argument("--host", default="127.0.0.1", help="默认 127.0.0.1，只有本机能访问")
    parser.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT", "8000"),
        help="默认取环境变量 PORT，没有则为 8000",
    )
    parser.add_argument("--workers", type=_workers, default=2, help="进程数，默认 2")


def require_free_port(host: str, port: int) -> None:
    """Raises CommandError, in words, when the address cannot be used."""
    try:
        free = serving.port_is_free(host, port)
    except (OSError, socket.gaierror) as error:
        raise CommandError(
            f"不能在 {host}:{port} 上提供服务（{error.strerror}）。请换一个地址或端口。"
        ) from error
    if not free:
        raise CommandError(
            f"{host}:{port} 已被别的程序占用。请先停止那个程序，或用 --port 换一个端口。"
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"端口应为 1 到 65535 的整数，不能是 {text}")
    return int(text)


def _workers(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"进程数应为 1 以上的整数，不能是 {text}")
    return int(text)


def require_ready(host: str, port: int) -> None:
    """Raises CommandError, in words, unless the site can answer there with this database."""
    if pending := serving.pending_migrations():
        raise CommandError(
            f"数据库还没有升级到这个版本（差 {len(pending)} 步，第一步是 {pending[0]}）。"
            "请先备份，再运行：lianxin migrate"
        )
    require_free_port(host, port)
    serving.collect_static()


class Command(BaseCommand):
    help = "提供网站，并处理后台任务和定时任务，直到 Ctrl-C。"
    # Whatever is wrong with the data, the page says so better than a start that fails.
    requires_system_checks = []

    def add_arguments(self, parser):
        add_address(parser)

    def handle(self, *, host, port, workers, **options):
        require_ready(host, port)
        if settings.DEBUG:
            self.stderr.write("LIANXIN_DEBUG 已打开：只供开发使用，不要对外开放。")
        self.stdout.write(f"连心：http://{host}:{port}    按 Ctrl-C 停止")
        self.stdout.flush()
        sys.exit(supervising.run_together(lambda: serving.serve(host, port, workers)))
