"""The table of the database cache, in which sign-in attempts are counted."""

from django.core.management import call_command
from django.db import migrations

TABLE = "lianxin_cache"


def create(apps, schema_editor):
    # Does nothing where the table exists already.
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
