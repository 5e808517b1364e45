import json
from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError

from lianxin.foundation.files.sweeping import sweep, verify

MOST_NAMED = 20


class Command(BaseCommand):
    help = (
        "附件：lianxin files verify 逐个核对文件和指纹；"
        "lianxin files sweep 清理没有用到的文件。可以反复运行；有缺失或者改动时退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["verify", "sweep"])
        parser.add_argument("--json", action="store_true", help="输出 JSON（verify）")
        parser.add_argument(
            "--hours", type=int, default=24, help="只清理早于这么多小时的（sweep，默认 24）"
        )
        parser.add_argument("--dry-run", action="store_true", help="只统计，不删除（sweep）")

    def handle(self, *, action, **options):
        if action == "sweep":
            self._sweep(options["hours"], is_real=not options["dry_run"])
        else:
            self._verify(is_json=options["json"])

    def _verify(self, *, is_json):
        found = verify()
        if is_json:
            self.stdout.write(json.dumps(found._asdict()))
        else:
            self.stdout.write(f"已核对 {found.files} 个附件。")
        if found.missing or found.changed:
            raise CommandError(_what_is_wrong(found.missing, found.changed))

    def _sweep(self, hours, *, is_real):
        swept = sweep(older_than=timedelta(hours=hours), is_real=is_real)
        done = "已清理" if is_real else "可清理"
        self.stdout.write(f"{done}：无主文件 {swept.stray} 个，未使用的附件 {swept.unused} 个。")
        if swept.missing:
            self.stderr.write(_what_is_wrong(swept.missing, []))


def _what_is_wrong(missing, changed) -> str:
    words = ""
    if missing:
        words += f"有 {len(missing)} 个附件的文件不见了，请从备份中恢复：{_listed(missing)}。"
    if changed:
        words += f"有 {len(changed)} 个附件的内容与保存时不同，请从备份中恢复：{_listed(changed)}。"
    return words


def _listed(keys) -> str:
    return "、".join(map(str, keys[:MOST_NAMED])) + ("等" if len(keys) > MOST_NAMED else "")
