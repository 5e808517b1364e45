"""A site with a little in it, on the database the tests run on."""

import uuid
from urllib.parse import quote

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.db import connection, transaction

from lianxin.foundation.files.storing import store
from lianxin.foundation.ledger.chain import record
from lianxin.foundation.people.tests.factories import account, county


@pytest.fixture
def site(transactional_db):
    """A county whose ledger has two events and whose storage has one file."""
    body = county()
    clerk = account()
    with transaction.atomic():
        record(clerk, "people.note", body, "登记")
        record(clerk, "people.note", body, "再登记")
        return store(ContentFile("禾望县".encode(), name="说明.txt"), by=clerk, body=body)


def address_of(settings, name=""):
    """DATABASE_URL of a PostgreSQL: the tests' own, or another database of its server."""
    host = quote(settings["HOST"] or settings["OPTIONS"]["host"], safe="")
    port = f"&port={settings['PORT']}" if settings["PORT"] else ""
    who = f"{settings['USER']}:{quote(settings['PASSWORD'])}"
    return f"postgres://{who}@/{name or settings['NAME']}?host={host}{port}"


@pytest.fixture
def empty_place(tmp_path, transactional_db):
    """Where a backup can be restored to: an empty folder, and on PostgreSQL an empty database."""
    folder = tmp_path / "restored"
    if connection.vendor == "sqlite":
        yield folder, ""
        return
    name = f"restored_{uuid.uuid4().hex[:12]}"
    given = connection.get_connection_params()
    keys = ("host", "port", "user", "password")
    parameters = {key: given[key] for key in keys if given.get(key)} | {"dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            yield folder, address_of(connection.settings_dict, name)
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
