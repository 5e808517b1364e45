"""`lianxin export KIND --body CODE -o FILE.xlsx`."""

import os
from pathlib import Path

from lianxin.faces.setup.imports import IMPORTERS, export_records
from lianxin.faces.setup.imports.commands import PlainCommand, WrongUse, body_with_code

KINDS = "、".join(IMPORTERS)


class Command(PlainCommand):
    help = (
        "把代表（deputies）、承办单位（offices）、代表建议（suggestions）、家站点（stations）或活动台账（activities）导出为 .xlsx；"
        "导出的文件可以原样再导入。"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help=f"{KINDS} 之一")
        parser.add_argument("--body", metavar="CODE", required=True, help="机构代码")
        parser.add_argument("-o", "--output", metavar="FILE.xlsx", required=True, help="写到哪里")

    def handle(self, *, kind, body, output, **options):
        if kind not in IMPORTERS:
            raise WrongUse(f"不能导出“{kind}”。可以导出的有：{KINDS}。")
        path = Path(output).absolute()
        if path.suffix.lower() != ".xlsx":
            raise WrongUse(f"“{output}”应当以 .xlsx 结尾。")
        if not path.parent.is_dir():
            raise WrongUse(f"写不到“{output}”：没有这个文件夹。")
        owner = body_with_code(body)
        # Written beside and moved into place: a full disk leaves no half file.
        part = path.with_name(f".{path.name}.part")
        try:
            count = export_records(kind, str(part), body=owner, by=None)
            os.replace(part, path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise WrongUse(f"写不到“{output}”（{error.strerror}）。", 1) from error
        self.stdout.write(f"已导出 {count} 行到 {output}。")
