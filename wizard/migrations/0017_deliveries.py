"""What leaves the house about notices: mail by each person's wish, and calls to the organisation's webhook."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wizard", "0016_register"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mailing",
            field=models.CharField(
                choices=[("at-once", "At once"), ("daily", "Once a day"), ("never", "No mail")],
                default="never",
                max_length=7,
            ),
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(choices=[("mail", "Mail"), ("webhook", "Webhook")], max_length=7)),
                ("name", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("key", models.CharField(blank=True, max_length=200)),
                ("content", models.TextField(blank=True)),
                ("digest_of", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("under-way", "Under way"),
                            ("sent", "Sent"),
                            ("uncertain", "Uncertain"),
                            ("given-up", "Given up"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "trouble",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("address", "The address cannot be asked."),
                            ("private", "The address leads to a private network."),
                            ("unreachable", "The server could not be reached."),
                            ("slow", "The server took too long."),
                            ("redirect", "The address leads on to another, and that is not followed."),
                            ("status", "The server answered with an error."),
                            ("refused", "The mail server refused the message."),
                            ("interrupted", "It was interrupted before the server confirmed it."),
                            ("closed", "The account or the webhook was closed meanwhile."),
                        ],
                        max_length=11,
                    ),
                ),
                ("answer", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="mail",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="wizard.delivery",
            ),
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.CharField(max_length=500)),
                ("nonce", models.CharField(max_length=64, unique=True)),
                ("set_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="webhook",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="wizard.webhook",
            ),
        ),
        migrations.CreateModel(
            name="NoticeWish",
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
                (
                    "mailing",
                    models.CharField(
                        choices=[("at-once", "At once"), ("daily", "Once a day"), ("never", "No mail")], max_length=7
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_wishes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("person", "kind"),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "kind"), name="notice_wish_once"),
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
                        name="notice_wish_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mailing__in", ["at-once", "daily", "never"])),
                        name="notice_wish_mailing_known",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["state", "due_at"], name="delivery_waiting"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("channel", "webhook")), fields=("webhook", "key"), name="delivery_call_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("person", "digest_of"), name="delivery_digest_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "under-way", "sent", "uncertain", "given-up"])),
                name="delivery_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "mail"), ("person__isnull", False), ("webhook__isnull", True)),
                    models.Q(("channel", "webhook"), ("person__isnull", True), ("webhook__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_to_one",
            ),
        ),
    ]
