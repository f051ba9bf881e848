from __future__ import annotations

from wizard.views.forms import SignForm, SigningKeyForm


def test_a_passphrase_is_taken_to_sign_exactly_as_it_was_chosen():
    chosen = " a quiet harbour in March "
    made = SigningKeyForm({"passphrase": chosen, "again": chosen})
    given = SignForm({"passphrase": chosen})
    assert made.is_valid()
    assert given.is_valid()
    assert made.cleaned_data["passphrase"] == given.cleaned_data["passphrase"] == chosen
