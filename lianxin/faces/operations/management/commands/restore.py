from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lianxin.faces.operations import backups
from lianxin.foundation.refusals import Refused


class Command(BaseCommand):
    help = "把备份恢复到空的地方：目录（成为 LIANXIN_VAR），PostgreSQL 另要一个空数据库。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="备份文件")
        parser.add_argument("--into", required=True, help="空目录；或空数据库的地址 postgres://…")
        parser.add_argument("--database", default="", help="空数据库的地址（PostgreSQL 的备份）")
        parser.add_argument(
            "--files",
            type=Path,
            help="--into 写数据库地址时，附件和密钥放到哪个空目录（默认 LIANXIN_VAR）",
        )

    def handle(self, *, file, into, database, files, **options):
        folder, address = Path(into), database
        if "://" in into:
            folder, address = files or settings.VAR_DIR, into
        try:
            manifest = backups.restore(file, folder, address)
        except (Refused, OSError) as error:
            raise CommandError(f"没有恢复：{error}") from error
        self.stdout.write(
            f"已恢复 {manifest['made_at']} 的备份（版本 {manifest['version']}）。正在核验……"
        )
        self.stdout.flush()
        if faults := backups.prove(folder, address):
            raise CommandError(f"恢复的内容有问题，请先不要使用：\n{faults}")
        self.stdout.write(f"核验通过。启动：LIANXIN_VAR={folder} lianxin serve")
