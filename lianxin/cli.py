"""The command `lianxin`: a thin face over Django's management commands."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.db.utils import OperationalError, ProgrammingError


class Utility(ManagementUtility):
    """Django's, except that a wrong command name is wrong use: exit 2, in plain words."""

    def fetch_command(self, subcommand):
        if subcommand not in get_commands():
            sys.exit(_complain(f"没有 {subcommand} 这个命令。运行 lianxin help 查看全部命令。", 2))
        return super().fetch_command(subcommand)


def main() -> None:
    """Run `lianxin COMMAND …`.

    Exit 2 on wrong use and 1 when the command could not do its work, in plain
    words on stderr.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings, where a wrong environment shows
    except OSError as error:
        sys.exit(_complain(f"不能使用数据目录（{error}）。请检查 LIANXIN_VAR 和目录权限。", 1))
    except ValueError as error:
        sys.exit(_complain(f"配置有误：{error}", 2))
    try:
        Utility(sys.argv).execute()
    except ImproperlyConfigured as error:
        sys.exit(_complain(f"配置有误：{error}", 2))
    except (OperationalError, ProgrammingError) as error:
        # A missing table is an OperationalError on SQLite and the other on PostgreSQL.
        if isinstance(error, ProgrammingError) and "does not exist" not in str(error):
            raise
        reason = str(error).strip().splitlines()[0]
        words = (
            f"数据库不能用（{reason}）。第一次使用或刚升级时，请先运行 lianxin migrate；"
            "否则请检查 DATABASE_URL 或 LIANXIN_VAR 所指的位置。"
        )
        sys.exit(_complain(words, 1))


def _complain(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code


if __name__ == "__main__":
    main()
