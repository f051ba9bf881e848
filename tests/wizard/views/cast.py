"""Who takes part in the tests of the views, and the drafts they work on."""

from __future__ import annotations

import time

from django.test import Client

from catalog.ambient import current_catalog
from wizard.actions.assessments import start_assessment


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def freshly(client):
    """The same client, as if its person had just given the password again."""
    session = client.session
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
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
