"""What may not be done is said once, in English, and told to each reader in their language."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support.languages import ASKING, offered
from tests.wizard import factories
from tests.wizard.views.cast import bare_draft
from wizard.actions.participants import add_participant
from wizard.models import Participant, Role, User

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


HERE = "What you typed is still here."


def saved_in_the_background(person: User | None, address: str) -> tuple[int, str]:
    """What a page reads that saves on change."""
    client = Client(headers={"HX-Request": "true"})
    if person:
        client.force_login(person)
    answer = client.post(address, {"train": "none", "note": "Read in May.", "seen_version": "0"})
    assert answer.headers["Content-Type"].startswith("text/plain"), "a page would not be shown within the page"
    return answer.status_code, answer.text


def test_a_page_that_saves_on_change_reads_each_refusal_in_its_own_sentence() -> None:
    author, second = factories.product_manager(), factories.legal_reviewer()
    draft = bare_draft(author)
    add_participant(assessment=draft, actor=author, email=second.email)
    address = f"/assessments/{draft.reference}/items/outputs-training/"
    signed_out = "You are no longer signed in. Sign in on another tab, then try again. " + HERE
    assert saved_in_the_background(None, address) == (403, signed_out)
    draft.state = "rejected"
    draft.save(update_fields=["state"])
    status, decided = saved_in_the_background(author, address)
    assert status == 403
    assert decided.startswith("This assessment is rejected and can no longer be changed")
    assert decided.endswith(HERE)
    Participant.objects.filter(assessment=draft, person=second).delete()
    second.role = Role.PRODUCT_MANAGER
    second.save(update_fields=["role"])
    status, gone = saved_in_the_background(second, address)
    assert status == 404
    assert gone.startswith("Nothing was saved: this is not open to you, or no longer.")
    assert gone.endswith(HERE)
