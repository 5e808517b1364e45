"""Database triggers that refuse to change or remove an event, on both databases."""

SQLITE_INSTALL = [
    """CREATE TRIGGER IF NOT EXISTS ledger_event_no_update BEFORE UPDATE ON ledger_event
       BEGIN SELECT RAISE(ABORT, 'ledger events cannot be changed'); END""",
    """CREATE TRIGGER IF NOT EXISTS ledger_event_no_delete BEFORE DELETE ON ledger_event
       BEGIN SELECT RAISE(ABORT, 'ledger events cannot be removed'); END""",
]
SQLITE_REMOVE = [
    "DROP TRIGGER IF EXISTS ledger_event_no_update",
    "DROP TRIGGER IF EXISTS ledger_event_no_delete",
]
POSTGRES_INSTALL = [
    """CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger AS $$
       BEGIN RAISE EXCEPTION 'ledger events cannot be changed or removed'; END
       $$ LANGUAGE plpgsql""",
    """CREATE OR REPLACE TRIGGER ledger_event_no_change BEFORE UPDATE OR DELETE ON ledger_event
       FOR EACH ROW EXECUTE FUNCTION ledger_refuse()""",
    """CREATE OR REPLACE TRIGGER ledger_event_no_truncate BEFORE TRUNCATE ON ledger_event
       FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()""",
]
POSTGRES_REMOVE = [
    "DROP TRIGGER IF EXISTS ledger_event_no_change ON ledger_event",
    "DROP TRIGGER IF EXISTS ledger_event_no_truncate ON ledger_event",
]


def install(connection) -> None:
    """Make the event table append-only."""
    _run(connection, SQLITE_INSTALL if connection.vendor == "sqlite" else POSTGRES_INSTALL)


def remove(connection) -> None:
    """Lift the protection; for undoing the migration and for emptying a test database."""
    _run(connection, SQLITE_REMOVE if connection.vendor == "sqlite" else POSTGRES_REMOVE)


def _run(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
