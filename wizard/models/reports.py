"""The report of an approval: its making, its signatures, its file, its end; and the keys of those who sign.

Database triggers refuse to change or remove what was issued, signed and ended.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.reviews import Snapshot


class MakingState(models.TextChoices):
    """How far the making of a report is."""

    WAITING = "waiting", _("Waiting")
    LAYING_OUT = "laying-out", _("Laying out the pages")
    CHECKING = "checking", _("Checking the file")
    CERTIFYING = "certifying", _("Certifying")
    READY = "ready", _("Ready to be signed")
    FAILED = "failed", _("Failed")


class Making(models.Model):
    """The making of a snapshot's report, from the last approval to the last signature.

    `path` names the file as it stands: certified, and signed by those who signed so far; empty until it is certified.
    `problem` is one sentence for a person, empty unless it failed. `claimed_at` is when a process took the work up.
    """

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="making")
    state = models.CharField(max_length=10, choices=MakingState, default=MakingState.WAITING)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(blank=True)
    path = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    laid_out_at = models.DateTimeField(null=True, blank=True)
    service_fingerprint = models.CharField(max_length=64, blank=True)
    audit_head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=MakingState.values), name="making_state_known"),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(problem="")) | (~Q(state="failed") & Q(problem="")),
                name="making_problem_only_if_failed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.state}"


class SigningWay(models.TextChoices):
    """With what a reviewer signed."""

    ISSUED_KEY = "issued-key", _("A key issued by the organisation")
    OWN_KEY = "own-key", _("A certificate of the reviewer’s own")
    ELSEWHERE = "elsewhere", _("Signed outside this service")


class ReportSignature(models.Model):
    """A reviewer's signature on the report of a snapshot, in the field of this `position`.

    `authenticated_at` is when the reviewer last proved who they are, in this session, before signing.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="signatures")
    position = models.PositiveSmallIntegerField()
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures")
    fingerprint = models.CharField(max_length=64)
    way = models.CharField(max_length=10, choices=SigningWay, default=SigningWay.ISSUED_KEY)
    signed_at = models.DateTimeField()
    authenticated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("snapshot", "position")
        constraints = (
            models.UniqueConstraint(fields=["snapshot", "position"], name="signature_once_per_field"),
            models.UniqueConstraint(fields=["snapshot", "signer"], name="signature_once_per_person"),
            models.CheckConstraint(condition=Q(way__in=SigningWay.values), name="signature_way_known"),
        )

    def __str__(self) -> str:
        return f"{self.position}: {self.fingerprint[:16]}"


class Report(models.Model):
    """The signed PDF of an approval: its bytes stand under DATA_DIR at `path`, byte for byte as hashed here.

    `level` is the PAdES baseline level that it reached when it was issued, such as B-B or B-LTA.
    """

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="report")
    sha256 = models.CharField(max_length=64, unique=True)
    length = models.PositiveIntegerField()
    path = models.CharField(max_length=200)
    filename = models.CharField(max_length=100)
    issued_at = models.DateTimeField()
    service_fingerprint = models.CharField(max_length=64)
    level = models.CharField(max_length=8, default="B-B")
    audit_head = models.CharField(max_length=64)

    class Meta:
        ordering = ("-issued_at", "-id")

    def __str__(self) -> str:
        return self.filename


class EndingKind(models.TextChoices):
    """Why an approval stands no longer."""

    SUPERSEDED = "superseded", _("Superseded")
    EXPIRED = "expired", _("Expired")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Ending(models.Model):
    """The end of an approval, with its reason; `ended_by` is empty where the service found it."""

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=10, choices=EndingKind)
    reason = models.TextField()
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-ended_at", "-id")
        constraints = (models.CheckConstraint(condition=Q(kind__in=EndingKind.values), name="ending_kind_known"),)

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.kind}"


class SigningKey(models.Model):
    """A reviewer's certificate, and where the encrypted key stands under DATA_DIR. Its passphrase is kept nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_key")
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    valid_until = models.DateField()

    def __str__(self) -> str:
        return self.fingerprint[:16]
