"""From here on the database itself refuses to change or remove an event."""

from django.db import migrations

from lianxin.foundation.ledger import triggers


def protect(apps, schema_editor):
    triggers.install(schema_editor.connection)


def unprotect(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(protect, unprotect)]
