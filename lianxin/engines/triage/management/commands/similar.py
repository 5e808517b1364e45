import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from lianxin.engines.triage.labelled import ID, WrongFile, read_groups, read_rows
from lianxin.engines.triage.measuring import measure_likeness

WRONG_USE = 2


class Command(BaseCommand):
    help = (
        "用标注好的文件检验查重：lianxin similar evaluate FILE.csv --groups GROUPS.csv [--json]。"
        "FILE 要有 msg_id、title、body；GROUPS 要有 group_id、kind（exact_body 正文相同，"
        "same_issue 同一问题）、msg_id。"
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("action", choices=["evaluate"], help="evaluate：检验")
        parser.add_argument("file", metavar="FILE.csv", help="全部文本")
        parser.add_argument("--groups", required=True, metavar="GROUPS.csv", help="重复的标注")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, file, groups, **options):
        try:
            texts = {
                row[ID]: (row["title"], row["body"])
                for row in read_rows(file, (ID, "title", "body"))
            }
            exact, same_issue = read_groups(groups)
            if not any(texts.keys() & group for group in (*exact, *same_issue)):
                raise WrongFile(
                    _("标注文件“%(groups)s”里的编号，在“%(file)s”里一个也没有。")
                    % {"groups": groups, "file": file}
                )
        except WrongFile as problem:
            raise CommandError(str(problem), returncode=WRONG_USE) from problem
        report = measure_likeness(texts, exact, same_issue)
        if options["json"]:
            self.stdout.write(json.dumps(report))
            return
        self.stdout.write(
            _(
                "正文相同的 %(exact_groups)d 组，全部找到的 %(exact_found)d 组；"
                "同一问题的，最相近的十件里平均有 %(precision_at_10).1f%% 是同一问题。"
            )
            % {**report, "precision_at_10": 100 * report["precision_at_10"]}
        )
