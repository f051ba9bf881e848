from __future__ import annotations

from datetime import date

from django.http import QueryDict

from wizard.views.forms import ApproveForm, SigningKeyForm


def test_a_passphrase_is_taken_to_sign_exactly_as_it_was_chosen():
    chosen = " a quiet harbour in March "
    made = SigningKeyForm({"passphrase": chosen, "again": chosen})
    typed = QueryDict(mutable=True)
    typed.update({"passphrase": chosen, "valid_until": "2027-01-31"})
    given = ApproveForm(typed, today=date(2026, 11, 23))
    assert made.is_valid()
    assert given.is_valid()
    assert made.cleaned_data["passphrase"] == given.cleaned_data["passphrase"] == chosen
