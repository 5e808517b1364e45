"""The command `lianxin`: a thin face over Django's management commands."""

import os
import sys


def main() -> None:
    """Run `lianxin COMMAND …`; exit 2 on wrong use, in plain words on stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
