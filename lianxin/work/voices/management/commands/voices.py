import json
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianxin.engines.triage.grouping import measure_groups
from lianxin.engines.triage.labelled import ID, WrongFile, read_groups, read_rows
from lianxin.foundation.people.models import Body
from lianxin.work.voices.replaying import key_of
from lianxin.work.voices.topics import hot, letters, waters

WRONG_USE = 2


class Command(BaseCommand):
    help = (
        "留言热点：lianxin voices topics --body CODE；按河流水域：lianxin voices waters --body CODE。"
        "--file 只看由 lianxin replay 从这份文件收下的；"
        "另给 --groups（topics），或文件有 river 列（waters），就与标注比较。"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "what", choices=["topics", "waters"], help="topics：热点；waters：河流水域"
        )
        parser.add_argument("--body", required=True, metavar="CODE", help="机构代码")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="从这一天起")
        parser.add_argument("--file", metavar="FILE.csv", help="收下时用的文件")
        parser.add_argument("--groups", metavar="GROUPS.csv", help="重复的标注")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, what, body, file, groups, **options):
        found = Body.objects.filter(code=body).first()
        if found is None:
            raise CommandError(_("没有代码为“%s”的机构。") % body, returncode=WRONG_USE)
        try:
            rows = {key_of(file, row[ID].strip()): row for row in _rows(file)}
            labelled = read_groups(groups) if groups else None
        except WrongFile as problem:
            raise CommandError(str(problem), returncode=WRONG_USE) from problem
        messages = letters(found, options["since"], rows if file else None)
        identity = {
            one.pk: rows[one.post_key][ID] if one.post_key in rows else str(one.pk)
            for one in messages
        }
        report = {"body": body, "messages": len(messages)}
        if what == "topics":
            topics = hot(messages)
            report["topics"] = [one.as_dict() for one in topics]
            if labelled:
                grouped = [[identity[pk] for pk in one.messages] for one in topics]
                report["measured"] = measure_groups(grouped, *labelled)
        else:
            by_water = waters(messages)
            report["waters"] = {name: len(ids) for name, ids in by_water.items()}
            if rows and "river" in next(iter(rows.values())):
                named = {pk: name for name, ids in by_water.items() for pk in ids}
                report["measured"] = _compared(
                    (rows[one.post_key]["river"].strip(), named.get(one.pk, "")) for one in messages
                )
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self._tell(report)

    def _tell(self, report):
        for topic in report.get("topics", [])[:20]:
            self.stdout.write(
                _("%(number)d 件：%(title)s（%(words)s）")
                % {**topic, "words": "、".join(topic["words"])}
            )
        for name, number in list(report.get("waters", {}).items())[:20]:
            self.stdout.write(_("%(number)d 件：%(name)s") % {"number": number, "name": name})
        if measured := report.get("measured"):
            self.stdout.write(json.dumps(measured, ensure_ascii=False))


def _rows(file):
    return read_rows(file, (ID,)) if file else []


def _compared(pairs) -> dict[str, float]:
    """Of letters a person gave a river, how many were given the same by their words."""
    labelled = [(wanted, given) for wanted, given in pairs if wanted]
    right = sum(wanted == given for wanted, given in labelled)
    return {
        "labelled": len(labelled),
        "right": right,
        "none": sum(not given for _wanted, given in labelled),
        "accuracy": round(right / len(labelled), 4) if labelled else 0.0,
    }
