import json
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404
from django.utils.translation import gettext as _

from lianxin.engines.triage.labelled import WrongFile
from lianxin.faces.portal.replaying import Replay
from lianxin.faces.portal.targets import to_body
from lianxin.foundation.people.models import Account
from lianxin.work.voices.replaying import clerk_of

WRONG_USE = 2


class Command(BaseCommand):
    help = (
        "把文件中的留言逐件经公开表单的同一套检查和办理步骤收下："
        "lianxin replay messages FILE.csv --body CODE。文件要有 msg_id、title、body、date；"
        "有 reply、reply_date、handler_text 的，一并登记答复。可以重复运行，不会重收。"
    )

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["messages"], help="messages：选民留言")
        parser.add_argument("file", metavar="FILE.csv", help="留言文件")
        parser.add_argument("--body", required=True, metavar="CODE", help="收件机构的代码")
        parser.add_argument("--limit", type=int, metavar="N", help="只收前 N 行")
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="都算这一天收到；默认按各行日期"
        )
        parser.add_argument("--by", metavar="USERNAME", help="登记答复的账号；默认本机构工作人员")
        parser.add_argument("--merge", action="store_true", help="正文完全相同的，并入最早一件")
        parser.add_argument("--report", metavar="R.json", help="把结果写入文件")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *, file, body, **options):
        try:
            target = to_body(body)
        except Http404 as problem:
            raise CommandError(
                _("没有代码为“%s”的机构，或者已经停用。") % body, returncode=WRONG_USE
            ) from problem
        replay = Replay(
            file,
            target,
            by=_account(options["by"]) if options["by"] else clerk_of(target.body),
            on=options["on"],
            merges=options["merge"],
        )
        try:
            report = replay.run(options["limit"])
        except WrongFile as problem:
            raise CommandError(str(problem), returncode=WRONG_USE) from problem
        written = json.dumps(report.as_dict(), ensure_ascii=False)
        if options["report"]:
            Path(options["report"]).write_text(written + "\n", encoding="utf-8")
        if options["json"]:
            self.stdout.write(written)
            return
        self.stdout.write(
            _(
                "%(rows)d 行：新收 %(created)d 件，已有 %(unchanged)d 件，没有收下 %(refused)d 行；"
                "登记答复 %(answered)d 件，并入 %(merged)d 件。用时 %(seconds).1f 秒，"
                "每秒 %(per_second).1f 件。"
            )
            % {**report.as_dict(), "refused": len(report.refused)}
        )
        for one in report.refused:
            self.stdout.write(_("第 %(row)d 行（%(id)s）：%(why)s") % one)


def _account(username: str) -> Account:
    found = Account.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise CommandError(_("没有账号“%s”，或者已经停用。") % username, returncode=WRONG_USE)
    return found
