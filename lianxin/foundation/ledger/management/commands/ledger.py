import json

from django.core.management.base import BaseCommand, CommandError

from lianxin.foundation.ledger.chain import verify
from lianxin.foundation.ledger.models import ChainHead


class Command(BaseCommand):
    help = "核验留痕账本：lianxin ledger verify [--json]；发现问题时退出码为 1。"

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["verify"], help="verify：逐条核验")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, action, **options):
        events, faults = verify()
        if options["json"]:
            report = {
                "events": events,
                "ok": not faults,
                "faults": [
                    {
                        "chain": fault.chain,
                        "seq": fault.seq,
                        "event": fault.event,
                        "problem": fault.problem,
                    }
                    for fault in faults
                ],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(f"已核验 {events} 条留痕。")
            for head in ChainHead.objects.order_by("chain"):
                # Written down on paper, this digest proves later that the end was not cut off.
                self.stdout.write(f"账本 {head.chain}：{head.seq} 条，末端指纹 {head.hash}")
            for fault in faults:
                self.stdout.write(f"账本 {fault.chain} 第 {fault.seq} 条：{fault.problem}")
        if faults:
            raise CommandError(f"账本有 {len(faults)} 处问题，请保存现场并报告系统管理员。")
