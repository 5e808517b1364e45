import json

from django.core.management.base import BaseCommand, CommandError

from lianxin.foundation.search import index
from lianxin.foundation.search.kinds import KINDS, in_order


class Command(BaseCommand):
    help = (
        "检索索引：lianxin search rebuild 重建（中断后再运行即接着做）；"
        "lianxin search check 核对，有缺漏时退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["rebuild", "check"])
        parser.add_argument("--kind", help="只处理一类，如 suggestion、law")
        parser.add_argument("--anew", action="store_true", help="不接着上次，从头重建")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, action, kind, anew, **options):
        if kind and kind not in KINDS:
            raise CommandError(f"没有 {kind} 这一类。可用：{'、'.join(sorted(KINDS))}。")
        codes = [kind] if kind else [one.code for one in in_order()]
        if action == "rebuild":
            written = index.rebuild(codes, anew=anew)
            report = {code: {"documents": number} for code, number in written.items()}
        else:
            report = {code: index.check(code) for code in codes}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self._tell(action, report)
        wrong = sum(sum(found.values()) - found["documents"] for found in report.values())
        if wrong:
            raise CommandError(f"索引有 {wrong} 处与记录不符，请运行 lianxin search rebuild。")

    def _tell(self, action, report):
        for code, found in report.items():
            words = f"{KINDS[code].label}：{found['documents']} 条"
            if action == "check":
                words += (
                    f"，缺 {found['missing']}，陈旧 {found['stale']}，多余 {found['left_over']}"
                )
            self.stdout.write(words)
