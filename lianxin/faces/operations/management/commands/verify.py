import json

from django.core.management.base import BaseCommand, CommandError

from lianxin.faces.operations.proving import prove_all


class Command(BaseCommand):
    help = "逐条核验留痕账本，并核对全部附件的指纹；发现问题时退出码为 1。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, **options):
        proof = prove_all()
        if options["json"]:
            self.stdout.write(json.dumps(proof._asdict(), ensure_ascii=False))
        else:
            self.stdout.write(f"已核验 {proof.events} 条留痕、{proof.files} 个附件。")
        if proof.faults:
            raise CommandError("\n".join(proof.faults[:50]))
