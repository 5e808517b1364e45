"""`lianxin stats suggestions --body CODE --year Y --json`, `lianxin stats reconcile FILE --json`."""

import json
from pathlib import Path

from django.utils import timezone

from lianxin.faces.setup.imports.commands import PlainCommand, WrongUse, body_with_code
from lianxin.work.suggestions.measures import LABELS
from lianxin.work.suggestions.printed import check_printed, remarks_on
from lianxin.work.suggestions.statistics import Statistics, suggestion_statistics

KINDS = ("suggestions", "reconcile")


class Command(PlainCommand):
    help = (
        "统计：stats suggestions 计算代表建议的件数和各项比率；"
        "stats reconcile 核对印发的统计表，各项之和、百分比是否相符。"
    )

    def add_arguments(self, parser):
        parser.add_argument("kind", metavar="KIND", help="suggestions 或者 reconcile")
        parser.add_argument(
            "file", metavar="FILE", nargs="?", help="reconcile：要核对的 .json 文件"
        )
        parser.add_argument("--body", metavar="CODE", help="suggestions：机构代码")
        parser.add_argument("--year", metavar="Y", help="suggestions：年度，如 2026")
        parser.add_argument("--below", action="store_true", help="suggestions：包括下级机构")
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出 JSON")

    def handle(self, *, kind, file, body, year, below, as_json, **options):
        if kind == "suggestions":
            if file:
                raise WrongUse("stats suggestions 不需要文件。")
            self._suggestions(body, year, below, as_json)
        elif kind == "reconcile":
            if body or year or below:
                raise WrongUse("stats reconcile 只需要文件，不需要 --body、--year、--below。")
            self._reconcile(file, as_json)
        else:
            raise WrongUse(f"没有“{kind}”这种统计。可用的有：{'、'.join(KINDS)}。")

    def _suggestions(self, body, year, below, as_json):
        if not body or not year:
            raise WrongUse(
                "请写明机构和年度，例如：lianxin stats suggestions --body hewang --year 2026"
            )
        if not (year.isascii() and year.isdecimal() and 1949 <= int(year) <= 2199):
            raise WrongUse(f"“{year}”不是年度。请写成四位数字，例如 2026。")
        found = suggestion_statistics(
            body_with_code(body), int(year), on=timezone.localdate(), include_below=below
        )
        if as_json:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(in_words(found))

    def _reconcile(self, file, as_json):
        if not file:
            raise WrongUse("请写明要核对的文件，例如：lianxin stats reconcile 统计表.json")
        checked = [
            (str(item.get("id", "")), check_printed(item), remarks_on(item))
            for item in _items(file)
        ]
        if as_json:
            report = [
                {"id": name, "notices": [one.as_json() for one in notices], "remarks": remarks}
                for name, notices, remarks in checked
            ]
            self.stdout.write(json.dumps({"items": report}, ensure_ascii=False))
            return
        for name, notices, remarks in checked:
            for notice in notices:
                self.stdout.write(f"{name} 请核对：{notice.words}")
            for remark in remarks:
                self.stdout.write(f"{name} 说明：{remark}")
        wrong = sum(bool(notices) for _name, notices, _remarks in checked)
        self.stdout.write(f"共核对 {len(checked)} 项，{wrong} 项需要核对。")


def in_words(found: Statistics) -> str:
    """The figures as a clerk reads them."""
    scope = found.scope
    below = "（含下级）" if scope.include_below else ""
    lines = [f"{scope.body.name}{below} {scope.year} 年代表建议"]
    lines += [
        f"{LABELS[name]}：{number} {'项' if name.startswith('promises') else '件'}"
        for name, number in found.counts.items()
        if number and name in LABELS
    ]
    for rate in found.rates.values():
        if rate.percent is None:
            shown = "无"
        elif rate.is_small:
            shown = f"样本过少（不足 {rate.min_n} 件），不作评价"
        else:
            shown = f"{rate.percent}%"
        lines.append(f"{rate.kind.label}：{rate.numerator}/{rate.denominator}，{shown}")
    return "\n".join(lines)


def _items(file: str) -> list[dict]:
    """The items of a file: a list of them, or an object that holds one under "items"."""
    try:
        content = json.loads(Path(file).read_text("utf-8-sig"))
    except OSError as error:
        raise WrongUse(f"读不到文件“{file}”（{error.strerror}）。请检查路径。") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise WrongUse(f"“{file}”不是 JSON 文件，或者编码不是 UTF-8。") from None
    items = content.get("items") if isinstance(content, dict) else content
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise WrongUse(f"“{file}”里没有统计项。文件应当含有 items 列表。")
    return items
