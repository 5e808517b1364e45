"""The full text index with single characters and, on PostgreSQL, spans of days."""

from django.db import migrations

from lianxin.foundation.search import index


def renew(apps, schema_editor):
    index.renew(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_full_text")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
