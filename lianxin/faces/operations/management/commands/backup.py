from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lianxin.faces.operations import backups
from lianxin.foundation.refusals import Refused


class Command(BaseCommand):
    help = "备份数据库、附件和密钥到一个文件；网站可以照常使用。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="要写的备份文件，例如 lianxin-0401.tar.gz")

    def handle(self, *, file, **options):
        try:
            saved = backups.back_up(file)
        except (Refused, OSError) as error:
            raise CommandError(f"没有备份成功：{error}") from error
        self.stdout.write(
            f"已备份到 {saved.path}（{saved.size / 1e6:.1f} MB，附件 {saved.files} 个）。"
            "里面有密钥和个人信息，请妥善保管，并定期试着恢复。"
        )
        if saved.missing:
            self.stderr.write(
                f"有 {len(saved.missing)} 个附件在备份前就不在存储中："
                f"{'、'.join(saved.missing[:10])}"
            )
