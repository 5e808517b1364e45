"""The full text index over the documents, made as each database makes it."""

from django.db import migrations

from lianxin.foundation.search import tables


def install(apps, schema_editor):
    tables.install(schema_editor.connection)


def remove(apps, schema_editor):
    tables.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
