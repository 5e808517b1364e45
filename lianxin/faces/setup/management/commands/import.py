"""`lianxin import KIND FILE --body CODE [--dry-run] --report R.json`."""

import json
from pathlib import Path

from django.utils import timezone

from lianxin.faces.setup.imports import IMPORTERS, import_file
from lianxin.faces.setup.imports.commands import PlainCommand, WrongUse, body_with_code
from lianxin.foundation.sheets.report import ImportReport

KINDS = "、".join(IMPORTERS)


class Command(PlainCommand):
    help = (
        "导入代表（deputies）、承办单位（offices）、代表建议（suggestions）或家站点（stations）。"
        "认得出的行导入，其余逐行说明理由；有一行被拒，退出码为 1。重复导入同一文件不会重复登记。"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help=f"{KINDS} 之一")
        parser.add_argument("file", metavar="FILE", help=".xlsx、.xls、.ods、.csv 或 .json 文件")
        parser.add_argument("--body", metavar="CODE", required=True, help="机构代码")
        parser.add_argument("--sheet", metavar="NAME", help="工作表名称，默认取表头最相符的一张")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不保存")
        parser.add_argument("--report", metavar="R.json", help="把结果写成 JSON")

    def handle(self, *, kind, file, body, sheet, dry_run, report, **options):
        if kind not in IMPORTERS:
            raise WrongUse(f"不能导入“{kind}”。可以导入的有：{KINDS}。")
        path = Path(file)
        if not path.is_file():
            raise WrongUse(f"没有文件“{file}”。请检查路径。")
        if report and not Path(report).absolute().parent.is_dir():
            raise WrongUse(f"结果写不到“{report}”：没有这个文件夹。")
        done = import_file(
            kind,
            path,
            body=body_with_code(body),
            by=None,
            today=timezone.localdate(),
            sheet=sheet,
            dry_run=dry_run,
        ).report
        if report:
            content = json.dumps(done.as_json(), ensure_ascii=False, indent=1)
            try:
                Path(report).write_text(content + "\n", encoding="utf-8")
            except OSError as error:
                raise WrongUse(f"结果写不到“{report}”（{error.strerror}）。", 1) from error
        self._tell(done, dry_run=dry_run)
        if done.refused:
            raise WrongUse(f"有 {len(done.refused)} 处没有导入，理由见上。", 1)

    def _tell(self, done: ImportReport, *, dry_run: bool):
        self.stdout.write(
            f"{'试导入（未保存）' if dry_run else '导入'}：共 {done.rows} 行，"
            f"新增 {done.created}，更新 {done.updated}，未变 {done.unchanged}，"
            f"拒绝 {len(done.refused)}，提示 {len(done.warnings)}。"
        )
        for mark, remarks in (("拒绝", done.refused), ("提示", done.warnings)):
            for remark in remarks:
                place = f"第 {remark.row} 行" if remark.row else "全表"
                field = f"“{remark.field}”" if remark.field else ""
                self.stdout.write(f"{mark} {place}{field}：{remark.reason}")
