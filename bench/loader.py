"""Writes rows by the million: executemany on SQLite, COPY on PostgreSQL, indexes afterwards."""

from collections.abc import Callable
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

BATCH = 20_000


class Loader:
    """Collects rows of several tables and writes them in batches.

    Within the block foreign keys are not checked and secondary indexes are
    away: only for a database that nobody else uses.
    """

    def __init__(self) -> None:
        self.tables: dict[type[models.Model], list[list[Any]]] = {}
        self._indexes: list[str] = []
        self._statements: dict[type[models.Model], str] = {}

    def row(self, model: type[models.Model], *names: str) -> Callable[..., None]:
        """A function that takes the values of the named columns; the others have defaults."""
        fields = model._meta.local_concrete_fields
        places = [next(i for i, one in enumerate(fields) if one.attname == name) for name in names]
        template = [_default(field) for field in fields]
        rows = self.tables.setdefault(model, [])

        def add(*values: Any) -> None:
            made = template.copy()
            for place, value in zip(places, values, strict=True):
                made[place] = value
            rows.append(made)

        return add

    def flush(self) -> None:
        for model, rows in self.tables.items():
            if rows:
                self._write(model, rows)
                rows.clear()

    def flush_full(self) -> None:
        """Write the tables that have collected a batch."""
        for model, rows in self.tables.items():
            if len(rows) >= BATCH:
                self._write(model, rows)
                rows.clear()

    def __enter__(self) -> "Loader":
        if connection.vendor == "sqlite":
            self._run(
                "PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF"
            )
        else:
            self._run("SET session_replication_role = replica", "SET synchronous_commit = off")
        self._drop_indexes()
        return self

    def __exit__(self, *failure: object) -> None:
        if failure[0] is None:
            self.flush()
            self._run(*self._indexes)
            written = list(self.tables)
            self._run(*connection.ops.sequence_reset_sql(no_style(), written))
        if connection.vendor == "sqlite":
            self._run("PRAGMA journal_mode=WAL", "ANALYZE")
        else:
            self._run("SET session_replication_role = DEFAULT")
            connection.connection.commit()
            connection.connection.autocommit = True
            self._run("VACUUM ANALYZE")

    def _write(self, model: type[models.Model], rows: list[list[Any]]) -> None:
        table = connection.ops.quote_name(model._meta.db_table)
        columns = ", ".join(
            connection.ops.quote_name(field.column) for field in model._meta.local_concrete_fields
        )
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join("?" * len(rows[0]))
                # Past Django's cursor, which would rewrite every placeholder.
                cursor.connection.cursor().executemany(
                    f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows
                )
            else:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)

    def _drop_indexes(self) -> None:
        """Take away all indexes that back no constraint; they are made anew at the end."""
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
                )
            else:
                cursor.execute(
                    "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND"
                    " indexname NOT IN (SELECT conname FROM pg_constraint)"
                )
            found = cursor.fetchall()
        self._indexes = [sql for _name, sql in found]
        self._run(*(f"DROP INDEX {connection.ops.quote_name(name)}" for name, _sql in found))

    def _run(self, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def _default(field: models.Field) -> Any:
    if field.has_default():
        value = field.get_default()
        return value if isinstance(value, str | int | bool | None) else str(value)
    if isinstance(field, models.CharField | models.TextField):
        return ""
    return None
