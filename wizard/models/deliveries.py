"""What leaves the house about notices: mail to a person, calls to the organisation's webhook."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How something leaves the house."""

    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class DeliveryState(models.TextChoices):
    """How far it is. What is uncertain may have arrived, and is not sent again."""

    WAITING = "waiting", _("Waiting")
    UNDER_WAY = "under-way", _("Under way")
    SENT = "sent", _("Sent")
    UNCERTAIN = "uncertain", _("Uncertain")
    GIVEN_UP = "given-up", _("Given up")


class Trouble(models.TextChoices):
    """Why the last attempt did not succeed."""

    ADDRESS = "address", _("The address cannot be asked.")
    PRIVATE = "private", _("The address leads to a private network.")
    UNREACHABLE = "unreachable", _("The server could not be reached.")
    SLOW = "slow", _("The server took too long.")
    REDIRECT = "redirect", _("The address leads on to another, and that is not followed.")
    STATUS = "status", _("The server answered with an error.")
    REFUSED = "refused", _("The mail server refused the message.")
    INTERRUPTED = "interrupted", _("It was interrupted before the server confirmed it.")
    CLOSED = "closed", _("The account or the webhook was closed meanwhile.")


class Webhook(models.Model):
    """Where the organisation wants to be called; the one that has no end is in use.

    Its secret is not stored: it follows from the secret of the server and `nonce`.
    """

    address = models.CharField(max_length=500)
    nonce = models.CharField(max_length=64, unique=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.address


class Delivery(models.Model):
    """One mail or one call, from the moment in which it was due to its end.

    `name` stands in the message for good, whatever the number of attempts: it is the id of a call and of a mail.
    `key` and `content` are a call's: what happened, and the body as it is sent each time. `digest_of` is the day of
    a daily mail, of which a person gets one. `answer` is the last status of HTTP or SMTP.
    """

    channel = models.CharField(max_length=7, choices=Channel)
    name = models.UUIDField(unique=True, default=uuid4)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    webhook = models.ForeignKey(Webhook, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=200, blank=True)
    content = models.TextField(blank=True)
    digest_of = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=11, choices=Trouble, blank=True)
    answer = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "deliveries"
        constraints = (
            models.UniqueConstraint(
                fields=["webhook", "key"], condition=Q(channel="webhook"), name="delivery_call_once"
            ),
            models.UniqueConstraint(fields=["person", "digest_of"], name="delivery_digest_once_a_day"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(channel="mail", person__isnull=False, webhook__isnull=True)
                | Q(channel="webhook", person__isnull=True, webhook__isnull=False),
                name="delivery_to_one",
            ),
        )
        indexes = (models.Index(fields=["state", "due_at"], name="delivery_waiting"),)

    def __str__(self) -> str:
        return f"{self.channel} {self.name}: {self.state}"
