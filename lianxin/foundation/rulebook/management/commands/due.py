"""`lianxin due KEY (--body CODE | --profile NAME) --from DATE [--roll on|off] --json`."""

import json

from lianxin.foundation.calendars.counting import CannotCount
from lianxin.foundation.rulebook.keys import UnknownKey
from lianxin.foundation.rulebook.management.plain import RuleCommand, WrongUse, answered, day
from lianxin.foundation.rulebook.rules import Due, NoRule, due
from lianxin.foundation.rulebook.shipped import UnknownProfile

SHOWN = ("from", "due", "rolled", "steps")
ROLLS = {"on": True, "off": False, None: None}


class Command(RuleCommand):
    help = "推算到期日：按一条规则从某日起算，给出到期日、计算步骤和依据。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--from", metavar="DATE", dest="start", help="起算的事件发生在哪一天")
        parser.add_argument("--roll", metavar="on|off", help="末日遇休息日是否顺延，默认随规则")

    def handle(self, *, as_json, start, roll, **options):
        body, profile = self.governed(**options)
        if not start:
            raise WrongUse("没有写起算日期。请加上 --from 2026-03-11。")
        if roll not in ROLLS:
            raise WrongUse(f"--roll 只能是 on 或者 off，不能是“{roll}”。")
        first = day(start, "--from")

        def ask() -> Due:
            return due(
                options["key"],
                first,
                body=body,
                profile=profile,
                body_kind=options["kind"],
                roll=ROLLS[roll],
            )

        try:
            found = answered(ask, UnknownKey, UnknownProfile, CannotCount)
        except NoRule as nothing:
            raise WrongUse(str(nothing), returncode=1) from None
        if found.warning:
            self.stderr.write(f"注意：{found.warning}")
        if as_json:
            content = found.as_json()
            shown = found.rule.as_json() | {name: content[name] for name in SHOWN}
            self.stdout.write(json.dumps(shown, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(found.steps))
