"""What may not be done is said once, in English, and told to each reader in their language."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support.languages import ASKING, offered
from tests.wizard import factories
from tests.wizard.views.cast import bare_draft
from wizard.models import User

pytestmark = pytest.mark.django_db


def told_to(person: User, address: str, method: str = "get") -> str:
    client = Client(headers=ASKING)
    client.force_login(person)
    with offered():
        return client.generic(method, address).content.decode()


def test_who_may_not_do_something_reads_why_in_their_language() -> None:
    page = told_to(factories.administrator(), "/assessments/new/")
    assert "⟦An administrator does not write assessments: ask a product manager to start it.⟧" in page


def test_what_a_refusal_is_filled_in_with_is_told_in_the_language_too() -> None:
    author = factories.product_manager()
    draft = bare_draft(author)
    draft.state = "rejected"
    draft.save(update_fields=["state"])
    page = told_to(author, f"/assessments/{draft.reference}/models/", "post")
    assert "⟦This assessment is ⟧⟦rejected⟧⟦ and can no longer be changed" in page
