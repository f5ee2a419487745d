"""The first tables."""

from django.db import migrations, models

from closeknit.house.core import journal_guard


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("task", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Once",
            fields=[
                ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("location", models.CharField(blank=True, max_length=400)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("task", models.CharField(max_length=200)),
                ("arguments", models.JSONField()),
                ("priority", models.SmallIntegerField(default=0)),
                ("state", models.CharField(default="READY", max_length=10)),
                ("run_at", models.DateTimeField()),
                ("enqueued_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("attempted_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("workers", models.JSONField(default=list)),
                ("errors", models.JSONField(default=list)),
                ("result", models.JSONField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-priority", "run_at"], name="job_next")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("READY", "RUNNING", "FAILED", "SUCCESSFUL"))),
                        name="job_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "RUNNING")),
                            models.Q(models.Q(("state", "RUNNING"), _negated=True), ("lease_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="job_lease_while_running",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JournalLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("community_id", models.BigIntegerField(null=True)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("verb", models.CharField(max_length=80)),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=64)),
                ("whom_id", models.BigIntegerField(null=True)),
                ("why", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["community_id", "-id"], name="journal_community"),
                    models.Index(fields=["kind", "object_id", "-id"], name="journal_object"),
                    models.Index(fields=["whom_id", "-id"], name="journal_whom"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                ("to", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("written_at", models.DateTimeField()),
                ("state", models.CharField(default="waiting", max_length=8)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "next_at"], name="letter_next")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("waiting", "sending", "sent", "failed"))),
                        name="letter_state_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("window", models.DateTimeField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "window"), name="rate_once_a_window")],
            },
        ),
        migrations.RunPython(
            lambda _apps, schema: journal_guard.guard(schema), lambda _apps, schema: journal_guard.unguard(schema)
        ),
    ]
