import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0003_spans_and_characters")]

    operations = [
        migrations.CreateModel(
            name="WordSample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("content", models.JSONField()),
            ],
            options={"verbose_name": "检索用字统计"},
        ),
    ]
