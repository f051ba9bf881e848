"""The tokens by which programs of a person use the API."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token may do."""

    READ = "read", _("Read licences, models, situations and the law")
    EVALUATE = "evaluate", _("Evaluate facts documents")
    NUMBERS = "numbers", _("Enter user numbers")


class ApiToken(models.Model):
    """One token. Only its SHA-256 is kept, which is enough for a secret of 256 random bits.

    `prefix` is its beginning, by which its owner recognises it; `last_used_at` is exact to the hour.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    sha256 = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("created_at")), name="api_token_ends_later"),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.prefix}"

    def works(self, now: datetime) -> bool:
        """Whether it is neither revoked nor past its end, and its owner may still sign in."""
        return self.revoked_at is None and now < self.expires_at and self.owner.is_active
