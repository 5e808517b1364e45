import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianxin.engines.triage.labelled import WrongFile, read_rows
from lianxin.engines.triage.learning import Example
from lianxin.engines.triage.measuring import measure_labels

WRONG_USE = 2


class Command(BaseCommand):
    help = (
        "用标注好的文件检验分类和分派："
        "lianxin triage evaluate --train A.csv --test B.csv --label 列名 [--json]。"
        "两份文件都要有 title、body 和标注列；没有标注的行不计。"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["evaluate"], help="evaluate：检验")
        parser.add_argument("--train", required=True, metavar="A.csv", help="供学习的文件")
        parser.add_argument("--test", required=True, metavar="B.csv", help="只用来评分的文件")
        parser.add_argument("--label", required=True, metavar="COLUMN", help="标注所在的列")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, train, test, label, **options):
        try:
            known, asked = examples(train, label), examples(test, label)
        except WrongFile as problem:
            raise CommandError(str(problem), returncode=WRONG_USE) from problem
        report = {"label": label, **measure_labels(known, asked)}
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(
            _(
                "按“%(label)s”：学习 %(n_train)d 条，检验 %(n_test)d 条；第一个就对的占 "
                "%(accuracy).1f%%，前三个里有的占 %(top3).1f%%，各类平均 F1 为 %(macro_f1).3f。"
            )
            % {
                **report,
                "accuracy": 100 * report["accuracy"],
                "top3": 100 * report["top3"],
            }
        )


def examples(path: str, label: str) -> list[Example]:
    """Rows that have a label. Raises WrongFile, also where no row has one."""
    rows = read_rows(path, ("title", "body", label))
    found = [
        Example(row["title"], row["body"], row[label].strip()) for row in rows if row[label].strip()
    ]
    if not found:
        raise WrongFile(
            _("文件“%(path)s”的“%(label)s”列没有一行有标注。") % {"path": path, "label": label}
        )
    return found
