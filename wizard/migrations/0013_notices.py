"""Notices: what a person is told, once each."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0012_review_policy"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("limit", "A limit comes near"),
                            ("agreement", "An agreement ends"),
                            ("review", "A review is due"),
                            ("text-changed", "A text has changed"),
                            ("law", "A date of the law arrives"),
                            ("edition", "A new edition of the catalogue"),
                            ("approval-ended", "An approval has ended"),
                            ("request", "Somebody asks you for something"),
                        ],
                        max_length=14,
                    ),
                ),
                ("key", models.CharField(max_length=200)),
                ("says", models.TextField(max_length=4000)),
                ("page", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notices", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-id"),
                "indexes": [models.Index(fields=["person", "read_at"], name="notice_unread")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "key"), name="notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "limit",
                                    "agreement",
                                    "review",
                                    "text-changed",
                                    "law",
                                    "edition",
                                    "approval-ended",
                                    "request",
                                ],
                            )
                        ),
                        name="notice_kind_known",
                    ),
                ],
            },
        ),
    ]
