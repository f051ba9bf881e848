from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.wizard import factories
from wizard.models import AuditEvent, Role, User

pytestmark = pytest.mark.django_db
ANN = {"full_name": "Ann Reed", "email": "Ann@Example.com", "role": Role.LEGAL_REVIEWER}


def link_in(page):
    return re.findall(r'value="http://testserver([^"]+)"', page)[0]


def test_a_person_is_added_and_sets_a_password_by_a_link_that_works_once(as_administrator):
    page = as_administrator.post("/people/", ANN)
    assert page["Cache-Control"] == "no-store"
    visitor = Client()
    form = visitor.get(link_in(page.text), follow=True)
    new = {"password1": "a long quiet password", "password2": "a long quiet password"}
    visitor.post(form.request["PATH_INFO"], new)
    ann = User.objects.get(email="ann@example.com")
    assert ann.check_password("a long quiet password")
    actions = AuditEvent.objects.filter(subject_type="user", subject_id=str(ann.pk)).values_list("action", flat=True)
    assert list(actions) == ["person.added", "person.password-link-made", "person.password-set"]
    again = Client().get(link_in(page.text), follow=True)
    assert 'name="password1"' not in again.text


def test_what_is_missing_is_named(as_administrator):
    page = as_administrator.post("/people/", {"email": "nonsense"})
    assert page.status_code == 422
    for words in ("Enter the full name.", "Enter an e-mail address", "Choose a role."):
        assert words in page.text


def test_an_address_has_one_account(as_administrator):
    as_administrator.post("/people/", ANN)
    assert "already has an account" in as_administrator.post("/people/", ANN).text


def test_a_role_is_changed_and_an_account_closed(as_administrator):
    person = factories.product_manager()
    as_administrator.post(f"/people/{person.pk}/", {"do": "role", "role": Role.LEGAL_REVIEWER})
    person.refresh_from_db()
    assert person.role == Role.LEGAL_REVIEWER
    as_administrator.post(f"/people/{person.pk}/", {"do": "deactivate"})
    person.refresh_from_db()
    assert not person.is_active
    assert "Closed" in as_administrator.get("/people/").text


def test_the_last_administrator_stays(as_administrator):
    last = User.objects.get(role=Role.ADMINISTRATOR)
    page = as_administrator.post(f"/people/{last.pk}/", {"do": "deactivate"})
    assert page.status_code == 403
    assert "This is the last administrator" in page.text


def test_a_lost_link_is_replaced(as_administrator):
    person = factories.product_manager()
    assert "/accounts/password/reset/key/" in as_administrator.post(f"/people/{person.pk}/", {"do": "link"}).text


def test_a_button_that_does_not_exist_changes_nothing(as_administrator):
    person = factories.product_manager()
    page = as_administrator.post(f"/people/{person.pk}/", {"do": "promote"}, follow=True)
    assert "Nothing was changed" in page.text


def test_the_list_takes_a_fixed_number_of_statements(as_administrator, django_assert_num_queries):
    for _ in range(3):
        factories.legal_reviewer()
    with django_assert_num_queries(4):
        as_administrator.get("/people/")
