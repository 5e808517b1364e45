"""Since when a pair's project was chosen and runs, and how it ended, from what was written down.

The day a project was chosen was not kept: the day of the pledge stands for it.
"""

from django.db import migrations
from django.db.models import F, Max, Min


def fill(apps, schema_editor):
    Pledge = apps.get_model("duty", "Pledge")
    PledgeStep = apps.get_model("duty", "PledgeStep")
    Pledge.objects.exclude(project="").update(chosen_on=F("made_on"))
    chosen = Pledge.objects.exclude(project="").values("pk")
    first = PledgeStep.objects.filter(pledge__in=chosen).order_by().values_list("pledge")
    for pk, on in first.annotate(Min("on")).iterator():
        Pledge.objects.filter(pk=pk).update(begun_on=on)
    settled = Pledge.objects.exclude(state="open").values("pk")
    last = PledgeStep.objects.filter(pledge__in=settled).order_by().values_list("pledge")
    words = dict(
        PledgeStep.objects.filter(
            pk__in=[step for _pledge, step in last.annotate(Max("pk"))]
        ).values_list("pledge", "words")
    )
    for pk, text in words.items():
        Pledge.objects.filter(pk=pk).update(result=text)


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_pairs")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
