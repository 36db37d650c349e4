"""The points that schools entered get a table of their own, with history; national points belong to no school."""

from datetime import datetime, timezone

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

POINT = ("scale", "area", "point", "order", "starts", "annual", "source", "status")
AREAS = [
    ("england", "England"), ("fringe", "Fringe"), ("outer_london", "Outer London"), ("inner_london", "Inner London"),
]  # fmt: skip
ALWAYS = datetime(2000, 1, 1, tzinfo=timezone.utc)  # until now points had no history: every earlier day knows them


def carry(apps, schema_editor):
    """Move the schools' points, with a first line of history for each."""
    using = schema_editor.connection.alias
    rows = apps.get_model("costing", "PayPoint").objects.using(using).filter(school__isnull=False)
    own, past = (apps.get_model("costing", name).objects.using(using) for name in ("OwnPayPoint", "HistoricalOwnPayPoint"))
    for row in rows.order_by("id").iterator():
        values = {"school_id": row.school_id, **{name: getattr(row, name) for name in POINT}}
        made = own.create(**values)
        past.create(id=made.pk, **values, history_type="+", history_date=ALWAYS, history_change_reason="")
    rows.delete()


def fields():
    return [
        ("scale", models.CharField(max_length=60)),
        ("area", models.CharField(choices=AREAS, default="england", max_length=20)),
        ("point", models.CharField(max_length=20)),
        ("order", models.PositiveSmallIntegerField(default=0)),
        ("starts", models.DateField(help_text="The day from which this point is paid.")),
        ("annual", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="annual salary")),
        ("source", models.CharField(max_length=200)),
        ("status", models.CharField(help_text="How sure the figure is.", max_length=40)),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("costing", "0001_first_release"),
        ("schools", "0002_tokens"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Both tables would give an index or a constraint the same name.
        migrations.RemoveConstraint("paypoint", "own_pay_point_once"),
        migrations.CreateModel(
            name="HistoricalOwnPayPoint",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("holds_from", models.DateField(blank=True, null=True)),
                *fields(),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+", to="schools.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical own pay point",
                "verbose_name_plural": "historical own pay points",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="OwnPayPoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *fields(),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="schools.school"
                    ),
                ),
            ],
            options={
                "ordering": ["scale", "area", "starts", "order", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "scale", "area", "point", "starts"), name="own_pay_point_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("annual__gt", 0)), name="own_pay_point_above_zero"),
                ],
            },
        ),
        migrations.RunPython(carry, migrations.RunPython.noop),
        migrations.RemoveConstraint("paypoint", "national_pay_point_once"),
        migrations.RemoveField("paypoint", "school"),
        migrations.AddConstraint(
            "paypoint",
            models.UniqueConstraint(fields=("scale", "area", "point", "starts"), name="national_pay_point_once"),
        ),
    ]  # fmt: skip
