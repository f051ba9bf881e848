from __future__ import annotations

import pytest
from django.db import IntegrityError

from wizard.models import User

pytestmark = pytest.mark.django_db


def test_an_address_is_one_account_whatever_its_case():
    User.objects.create_user("Paula@Example.com", "Paula Meyer", "product-manager")
    assert User.objects.get_by_natural_key("PAULA@example.com").full_name == "Paula Meyer"
    with pytest.raises(IntegrityError):
        User.objects.create_user("paula@example.COM", "Another Paula", "product-manager")


def test_an_account_without_a_password_cannot_sign_in():
    assert not User.objects.create_user("a@example.com", "A", "product-manager").has_usable_password()


def test_the_database_knows_the_roles():
    with pytest.raises(IntegrityError):
        User.objects.create_user("a@example.com", "A", "owner")
