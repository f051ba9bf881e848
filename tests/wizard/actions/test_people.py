from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.wizard import factories
from wizard.actions.people import (
    DEMO_PASSWORD,
    add_person,
    change_role,
    create_demo_accounts,
    deactivate_person,
    make_password_link,
)
from wizard.models import AuditEvent, Role, User
from wizard.process.refusal import Refused

pytestmark = pytest.mark.django_db


def add(actor, **changes):
    values = {"email": "new@example.com", "full_name": "New Person", "role": "product-manager", **changes}
    return add_person(actor=actor, **values)


def test_an_administrator_adds_a_person_who_has_no_password_yet():
    administrator = factories.administrator()
    person = add(administrator, email=" New@Example.com ")
    assert person.email == "new@example.com"
    assert not person.has_usable_password()
    event = AuditEvent.objects.latest("seq")
    assert (event.action, event.actor, event.subject_id) == ("person.added", administrator, str(person.pk))


@pytest.mark.parametrize("who", [factories.product_manager, factories.legal_reviewer])
def test_only_administrators_manage_people(who):
    actor, person = who(), factories.product_manager()
    for attempt in (
        lambda: add(actor),
        lambda: change_role(actor=actor, person=person, role="administrator"),
        lambda: deactivate_person(actor=actor, person=person),
        lambda: make_password_link(actor=actor, person=person),
    ):
        with pytest.raises(Refused, match="Only an administrator"):
            attempt()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"email": "nobody"}, "not an e-mail address"),
        ({"full_name": "  "}, "1 to 120"),
        ({"role": "owner"}, "no such role"),
    ],
)
def test_what_is_missing_is_said(changes, says):
    with pytest.raises(Refused, match=says):
        add(factories.administrator(), **changes)


def test_an_address_has_one_account():
    administrator = factories.administrator()
    with pytest.raises(Refused, match="already has an account"):
        add(administrator, email=administrator.email.upper())


def test_a_role_changes_and_the_change_is_recorded():
    administrator, person = factories.administrator(), factories.product_manager()
    change_role(actor=administrator, person=person, role="legal-reviewer")
    change_role(actor=administrator, person=person, role="legal-reviewer")
    person.refresh_from_db()
    assert person.role == Role.LEGAL_REVIEWER
    assert AuditEvent.objects.filter(action="person.role-changed").count() == 1


def test_a_deactivated_person_cannot_sign_in_and_is_kept():
    administrator, person = factories.administrator(), factories.product_manager()
    deactivate_person(actor=administrator, person=person)
    assert not User.objects.get(pk=person.pk).is_active


def test_the_last_administrator_stays():
    administrator = factories.administrator()
    with pytest.raises(Refused, match="last administrator"):
        deactivate_person(actor=administrator, person=administrator)
    with pytest.raises(Refused, match="last administrator"):
        change_role(actor=administrator, person=administrator, role="product-manager")


def test_demo_accounts_are_one_per_role_and_made_once():
    first = create_demo_accounts()
    assert [person.role for person in first] == ["product-manager", "legal-reviewer", "administrator"]
    assert all(person.is_demo and person.check_password(DEMO_PASSWORD) for person in first)
    assert create_demo_accounts() == first


def test_demo_accounts_are_refused_on_a_real_service(settings):
    settings.DEMO = False
    with pytest.raises(Refused, match="demo mode only"):
        create_demo_accounts()
    assert not User.objects.exists()


def set_password(client, path):
    """Follow the link as a browser does; the page that it leads to takes the new password."""
    page = client.get(path, follow=True)
    password = "three quiet harbours"
    client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})
    return password


def test_a_link_sets_the_password_once(client):
    person = factories.product_manager()
    path = make_password_link(actor=factories.administrator(), person=person)
    password = set_password(client, path)
    person.refresh_from_db()
    assert person.check_password(password)
    client.logout()
    person.set_password("something else entirely")
    person.save()
    set_password(client, path)
    person.refresh_from_db()
    assert person.check_password("something else entirely")
    assert AuditEvent.objects.filter(action="person.password-link-made").count() == 1


def test_the_first_administrator_is_added_on_the_console():
    out = StringIO()
    call_command("add_person", "Admin@example.com", "Ingrid Solberg", "administrator", stdout=out)
    person = User.objects.get(email="admin@example.com")
    assert person.role == Role.ADMINISTRATOR
    assert "/accounts/password/reset/key/" in out.getvalue()
    with pytest.raises(CommandError, match="already has an account"):
        call_command("add_person", "admin@example.com", "Ingrid Solberg", "administrator")
