"""Who runs the group can be told; what was examined before does not know it, and is examined again."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def examine_again(apps: Any, _schema: Any) -> None:
    """`look_after` takes up what has no examination."""
    apps.get_model("insights", "Store").objects.update(examined="")


class Migration(migrations.Migration):
    dependencies = [("insights", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="InCharge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=200)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="in_charge", to="insights.store"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("store", "word"), name="in_charge_once")],
            },
        ),
        migrations.RunPython(examine_again, migrations.RunPython.noop),
    ]
