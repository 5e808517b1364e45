import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from lianxin.work.work_reports.reconciling.comparing import COMPUTED, reconcile
from lianxin.work.work_reports.reconciling.site import CannotBuild


class Command(BaseCommand):
    help = (
        "核对公开的年度报告：lianxin work-reports reconcile 文件.json [--json]。"
        "为每份报告造出记录，列出每个数字是算出来的还是手填的，再全部撤销；"
        "算出来的与印出来的不同时退出码为 1。"
    )

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["reconcile"], help="reconcile：逐项核对")
        parser.add_argument("file", help="annual_report_figures.json 格式的文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, action, file, **options):
        try:
            items = json.loads(Path(file).read_text(encoding="utf-8"))["items"]
        except OSError as error:
            raise CommandError(f"不能读取 {file}：没有这个文件，或者无权读取。") from error
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(
                f"不能读取 {file}：不是 annual_report_figures.json 的格式，应当是带“items”的 JSON。"
            ) from error
        try:
            lines = list(reconcile(items))
        except CannotBuild as error:
            raise CommandError(f"还不会为这些数字造记录：{error}") from error
        if options["json"]:
            self.stdout.write(
                json.dumps([vars(line) for line in lines], ensure_ascii=False, indent=1)
            )
        else:
            self._table(lines)
        wrong = [line for line in lines if not line.is_right]
        if wrong:
            raise CommandError(f"有 {len(wrong)} 个数字与印出来的不同。")

    def _table(self, lines) -> None:
        for line in lines:
            how = "算出" if line.how == COMPUTED else "手填"
            mark = "相符" if line.is_right else "不符"
            why = f"（{line.why}）" if line.why else ""
            self.stdout.write(
                f"{line.report} {line.name}\t{line.printed}\t{how}\t{line.said}\t{mark}{why}"
            )
        self._by_hand([line for line in lines if line.how != COMPUTED])
        computed = sum(line.how == COMPUTED for line in lines)
        self.stdout.write(
            f"共 {len(lines)} 个数字：算出 {computed} 个，手填 {len(lines) - computed} 个。"
        )

    def _by_hand(self, lines) -> None:
        """Those stated by hand, gathered by why no room can answer them."""
        reasons: dict[str, list[str]] = {}
        for line in lines:
            reasons.setdefault(line.why, []).append(f"{line.report} {line.name}")
        if reasons:
            self.stdout.write("手填的数字和原因：")
        for why, names in reasons.items():
            self.stdout.write(f"  {why}（{len(names)} 个）：{'、'.join(names)}")
