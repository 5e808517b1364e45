import json
import sys

from django.core.management.base import BaseCommand

from lianxin.faces.operations.doctoring import FAULT, NOTE, OK, examine

MARKS = {OK: "正常", NOTE: "注意", FAULT: "故障"}


class Command(BaseCommand):
    help = "检查设置、数据库、存储、字体、邮件、时钟、账本和后台任务；有故障时退出码为 1。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--full", action="store_true", help="逐条核验账本（较慢）")

    def handle(self, *, full, **options):
        found = list(examine(whole_ledger=full))
        faults = [one for one in found if one.state == FAULT]
        if options["json"]:
            report = {"ok": not faults, "findings": [one._asdict() for one in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            for one in found:
                self.stdout.write(f"{MARKS[one.state]}  {one.name}：{one.words}")
                if one.advice:
                    self.stdout.write(f"      → {one.advice}")
            self.stdout.write(f"\n{len(found)} 项，{len(faults)} 项故障。")
        if faults:
            sys.exit(1)
