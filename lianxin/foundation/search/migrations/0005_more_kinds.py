"""Ids with six bits for the kind instead of four: `models.document_id`."""

from django.db import migrations

from lianxin.foundation.search import index

# Through negative ids, so that no new one meets an old one that is still there.
WIDEN = """UPDATE search_document
    SET id = -(((id >> 34) << 36) | (((id >> 30) & 15) << 30) | (id & 1073741823))"""
NARROW = """UPDATE search_document
    SET id = -(((id >> 36) << 34) | (((id >> 30) & 15) << 30) | (id & 1073741823))"""
TURN = "UPDATE search_document SET id = -id"


def _number_anew(statement):
    def number(apps, schema_editor):
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute(TURN)
        # On PostgreSQL the words stand in the row itself and go with it.
        if connection.vendor == "sqlite":
            index.renew(connection)

    return number


class Migration(migrations.Migration):
    dependencies = [("search", "0004_word_sample")]

    operations = [migrations.RunPython(_number_anew(WIDEN), _number_anew(NARROW))]
