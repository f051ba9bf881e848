"""Programs that call the API: anybody's, and those of a person with a token."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def evaluate(client, db):
    """Post a facts document, or raw bytes, to the evaluation."""

    def post(document, query="", **headers):
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        address = f"/api/v1/evaluate{query}"
        return client.post(address, body, content_type="application/json", headers=headers)

    return post


@pytest.fixture
def token(db):
    """Make a token with some scopes, and give the record and the header that sends it."""
    from tests.wizard import factories
    from wizard.actions.tokens import make_token

    def make(*scopes, owner=None, days=30):
        record, secret = make_token(
            actor=owner or factories.product_manager(), name="Nightly check", scopes=scopes, days=days
        )
        return record, {"Authorization": f"Bearer {secret}"}

    return make
