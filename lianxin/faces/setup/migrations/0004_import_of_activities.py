from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("setup", "0003_import_of_stations"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importbatch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("deputies", "代表名册"),
                    ("offices", "承办单位"),
                    ("suggestions", "代表建议"),
                    ("stations", "家站点"),
                    ("activities", "活动台账"),
                ],
                max_length=12,
                verbose_name="种类",
            ),
        ),
    ]
