"""Who takes part in the tests of the views, and the drafts they work on."""

from __future__ import annotations

import hashlib
import time
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment
from wizard.actions.issue import Prepared, record_approval
from wizard.actions.layout import Decided
from wizard.queries.audit import audit_head


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def freshly(client):
    """The same client, as if its person had just given the password again."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def bare_draft(author):
    """A draft without answers."""
    edition = current_catalog()
    return start_assessment(
        author=author,
        name="Shop assistant",
        description="Answers customers’ questions.",
        candidates=["llama-4-maverick", "qwen3-32b", "deepseek-r1"],
        edition_version=edition.edition.version,
        edition_sha256=edition.sha256,
    )


def approved(assessment, reviewer):
    """Issue bytes that stand for the report: what they say matters to nobody here."""
    at, pdf = timezone.now(), b"%PDF-1.7 report"
    prepared = Prepared(
        snapshot=assessment.snapshots.get(),
        decided=Decided(reviewer.full_name, at, "", "", at.date() + timedelta(days=90), audit_head()),
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        service_fingerprint="a" * 64,
        reviewer_fingerprint="b" * 64,
    )
    record_approval(assessment=assessment, actor=reviewer, prepared=prepared)
