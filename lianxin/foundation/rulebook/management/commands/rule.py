"""`lianxin rule KEY (--body CODE | --profile NAME) --on DATE --json`."""

import json

from lianxin.foundation.rulebook.keys import KEYS, UnknownKey
from lianxin.foundation.rulebook.management.plain import RuleCommand, answered, day
from lianxin.foundation.rulebook.rules import Rule, rule, rule_in_profile
from lianxin.foundation.rulebook.shipped import UnknownProfile, title_of


class Command(RuleCommand):
    help = "查看一条规则：数值、单位、计算方法、依据、生效日，以及由谁设定。"

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--on", metavar="DATE", help="查询哪一天的规则，默认今天")
        parser.add_argument("--list", action="store_true", dest="as_list", help="列出全部规则名称")

    def handle(self, *, as_list, as_json, on, **options):
        if as_list:
            self.stdout.write("\n".join(f"{name}  {key.title}" for name, key in KEYS.items()))
            return
        body, profile = self.governed(**options)
        asked_on = day(on, "--on")

        def ask() -> Rule:
            if body:
                return rule(options["key"], body, asked_on)
            return rule_in_profile(options["key"], profile, asked_on, options["kind"])

        found = answered(ask, UnknownKey, UnknownProfile)
        if as_json:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self.stdout.write(in_words(found))


def in_words(found: Rule) -> str:
    lines = [
        f"{found.title}：{found.display}。",
        f"依据：{found.source}（{found.class_name}，{title_of(found.profile)}）。",
    ]
    if found.counting:
        lines.append(f"起算：{found.start_label}。计算方法：{found.counting}。")
    if found.valid_from:
        lines.append(f"自 {found.valid_from} 起生效。")
    if found.note:
        lines.append(f"说明：{found.note}")
    return "\n".join([*lines, f"用于：{found.definition.used_in}。"])
