"""Write the new columns of matters that are there already, as `refresh` would."""

from django.db import migrations
from django.db.models import Count, Exists, F, OuterRef, Q

ANSWERING = ["lead", "separate"]


def fill(apps, schema_editor):
    get = apps.get_model
    matters = get("matters", "Matter").objects
    contacts = get("matters", "Contact").objects.filter(assignment__matter=OuterRef("pk"))
    met = contacts.filter(is_meeting=True)
    clocks = get("matters", "Deadline").objects.filter(
        matter=OuterRef("pk"), purpose="reply", met_on__gt=F("due_on")
    )
    handling = (
        get("matters", "Assignment")
        .objects.filter(matter=OuterRef("pk"), role__in=ANSWERING)
        .exclude(status="taken_back")
    )
    on_paper = Q(Exists(handling.filter(answered_on__gt=F("due_on"))), is_historical=True)
    several = handling.order_by().values("matter").annotate(n=Count("pk")).filter(n__gt=1)
    matters.filter(Exists(contacts)).update(is_contacted=True)
    matters.filter(Exists(met.filter(way="face"))).update(is_met_face=True)
    matters.filter(Exists(met.filter(way="online"))).update(is_met_online=True)
    matters.filter(Q(Exists(clocks), is_historical=False) | on_paper).update(is_answered_late=True)
    matters.filter(Exists(several)).update(is_joint=True)


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_figures_of_ledgers")]

    # Backwards there is nothing to do: the columns go.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
