"""What the commands `import` and `export` share: wrong use in plain words, with exit code 2."""

import difflib
import sys

from django.core.management.base import BaseCommand, CommandError

from lianxin.foundation.people.models import Body


class WrongUse(CommandError):
    """The command cannot do what it was asked; `returncode` says whether the call was wrong."""

    def __init__(self, message: str, returncode: int = 2):
        super().__init__(message, returncode=returncode)


class PlainCommand(BaseCommand):
    requires_system_checks = []

    def run_from_argv(self, argv):
        """As Django's, but without the name of the error's class before the words."""
        # Makes the parser answer wrong options as a command line does: usage, and exit code 2.
        self._called_from_command_line = True
        try:
            parser = self.create_parser(argv[0], argv[1])
            options = vars(parser.parse_args(argv[2:]))
            self.execute(*options.pop("args", ()), **options)
        except WrongUse as wrong:
            self.stderr.write(str(wrong))
            sys.exit(wrong.returncode)


def body_with_code(code: str) -> Body:
    """The body. Raises WrongUse naming codes that look alike."""
    body = Body.objects.filter(code=code).first()
    if body is None:
        codes = Body.objects.values_list("code", flat=True)
        near = difflib.get_close_matches(code, codes, n=3, cutoff=0.5)
        hint = f"是不是要找：{'、'.join(near)}？" if near else "请核对机构代码。"
        raise WrongUse(f"没有代码为“{code}”的机构。{hint}")
    return body
