"""Commands that answer wrong use in plain words and with exit code 2."""

import difflib
import sys
from collections.abc import Callable
from datetime import date, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lianxin.foundation.people.models import Body
from lianxin.foundation.rulebook import shipped


class WrongUse(CommandError):
    """The command was called in a way that cannot work."""

    def __init__(self, message: str, returncode: int = 2):
        super().__init__(message, returncode=returncode)


class RuleCommand(BaseCommand):
    """Shared by `rule` and `due`: whose rule, which day, how to answer.

    With --profile no database is opened.
    """

    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("key", nargs="?", metavar="KEY", help="suggestion.reply 等")
        parser.add_argument("--body", metavar="CODE", help="机构代码")
        parser.add_argument("--profile", metavar="NAME", help="national、henan 等地方规则")
        parser.add_argument("--kind", metavar="KIND", help="与 --profile 同用：机构类型")
        parser.add_argument("--json", action="store_true", dest="as_json", help="输出 JSON")

    def run_from_argv(self, argv):
        """As Django's, but without the name of the error's class before the words."""
        try:
            parser = self.create_parser(argv[0], argv[1])
            options = vars(parser.parse_args(argv[2:]))
            self.execute(*options.pop("args", ()), **options)
        except WrongUse as wrong:
            self.stderr.write(str(wrong))
            sys.exit(wrong.returncode)

    def governed(self, *, key, body, profile, kind, **_options):
        """The body or the profile's name, checked; exactly one of them."""
        if not key:
            raise WrongUse("没有写规则名称。例如：lianxin rule suggestion.reply --profile national")
        if bool(body) == bool(profile):
            raise WrongUse("请用 --body 机构代码 或者 --profile 地方规则，两者只选其一。")
        if body and kind:
            raise WrongUse("--kind 只能与 --profile 同用；机构本身已有类型。")
        if kind and kind not in shipped.BODY_KINDS:
            raise WrongUse(f"没有“{kind}”这种机构类型。可用的有：{'、'.join(shipped.BODY_KINDS)}。")
        return (body_with_code(body), None) if body else (None, profile)


def body_with_code(code: str) -> Body:
    """The body. Raises WrongUse naming codes that look alike."""
    body = Body.objects.filter(code=code).first()
    if body is None:
        codes = Body.objects.values_list("code", flat=True)
        near = difflib.get_close_matches(code, codes, n=3, cutoff=0.5)
        hint = f"是不是要找：{'、'.join(near)}？" if near else "请核对机构代码。"
        raise WrongUse(f"没有代码为“{code}”的机构。{hint}")
    return body


def day(text: str | None, option: str) -> date:
    """The date of an option, today if not given. Raises WrongUse for 2026-02-31."""
    if not text:
        return timezone.localdate()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise WrongUse(
            f"{option} 的“{text}”不是有效的日期。请写成 2026-03-11 的形式，并核对当月有没有这一天。"
        ) from None


def answered(ask: Callable, *errors: type[Exception]):
    """What `ask()` returns; its errors become wrong use, in their own words."""
    try:
        return ask()
    except errors as error:
        raise WrongUse(str(error)) from None
