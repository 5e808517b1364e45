from datetime import timedelta

from django.core.management.base import BaseCommand

from lianxin.foundation.files.sweeping import sweep


class Command(BaseCommand):
    help = "清理没有用到的附件：上传中断留下的文件、没有归属的附件。可以反复运行。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--hours", type=int, default=24, help="只清理早于这么多小时的（默认 24）"
        )
        parser.add_argument("--dry-run", action="store_true", help="只统计，不删除")

    def handle(self, *, hours, dry_run, **options):
        swept = sweep(older_than=timedelta(hours=hours), is_real=not dry_run)
        done = "可清理" if dry_run else "已清理"
        self.stdout.write(f"{done}：无主文件 {swept.stray} 个，未使用的附件 {swept.unused} 个。")
        if swept.missing:
            numbers = "、".join(map(str, swept.missing[:20]))
            self.stderr.write(
                f"有 {len(swept.missing)} 个附件的文件不在磁盘上，请从备份中恢复：{numbers}"
            )
