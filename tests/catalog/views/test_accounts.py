"""The account pages stand in our frame and words, whatever library makes them work."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client, override_settings

from wizard.actions.people import DEMO_PASSWORD, create_demo_accounts
from wizard.models import AuditEvent, Role, User

PASSWORD = "a calm long passphrase"


@pytest.fixture
def person(db: Any) -> User:
    return User.objects.create_user("ada@example.org", "Ada Okafor", Role.LEGAL_REVIEWER, PASSWORD)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/password/reset/", "Reset your password"),
        ("/accounts/password/reset/done/", "The link is on its way"),
        ("/accounts/password/reset/key/1-nonsense/", "This link no longer works"),
        ("/accounts/password/reset/key/done/", "Your password is set"),
        ("/accounts/inactive/", "This account is closed"),
    ],
)
@pytest.mark.django_db
def test_a_visitors_account_page_has_our_heading(client: Client, path: str, heading: str) -> None:
    assert f"<h1>{heading}</h1>" in text(client.get(path))


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/accounts/logout/", "Sign out?"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/reauthenticate/", "Confirm that it is you"),
    ],
)
def test_a_persons_account_page_has_our_heading(client: Client, person: User, path: str, heading: str) -> None:
    client.force_login(person)
    page = text(client.get(path))
    assert f"<h1>{heading}</h1>" in page
    assert "Ada Okafor" in page


def test_a_wrong_password_is_told_in_the_summary_without_naming_which_was_wrong(client: Client, person: User) -> None:
    page = text(client.post("/accounts/login/", {"login": person.email, "password": "not this one"}))
    assert "One thing to correct" in page
    assert 'value="ada@example.org"' in page


def test_a_right_password_signs_in(client: Client, person: User) -> None:
    response = client.post("/accounts/login/", {"login": "Ada@Example.org", "password": PASSWORD})
    assert response.headers["Location"] == "/assessments/"


def test_a_demo_account_opens_nothing_outside_demo_mode(client: Client, db: Any, settings: Any) -> None:
    create_demo_accounts()
    known = {"login": "admin@demo.example", "password": DEMO_PASSWORD}
    assert client.post("/accounts/login/", known).headers["Location"] == "/assessments/"
    assert client.get("/people/").status_code == 200
    settings.DEMO = False
    assert client.get("/people/").headers["Location"] == "/accounts/login/?next=/people/"
    visitor = Client()
    assert visitor.post("/accounts/login/", known).status_code == 200
    assert visitor.get("/people/").status_code == 302


def test_a_changed_password_keeps_the_person_signed_in_and_leaves_an_event(client: Client, person: User) -> None:
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    new = {"oldpassword": PASSWORD, "password1": "a calmer longer phrase", "password2": "a calmer longer phrase"}
    client.post("/accounts/password/change/", new)
    person.refresh_from_db()
    assert person.check_password("a calmer longer phrase")
    assert client.get("/assessments/").status_code == 200
    event = AuditEvent.objects.get(action="person.password-set")
    assert (event.actor, event.subject_id) == (person, str(person.pk))
    assert "calmer" not in str(event.details)


def test_the_link_for_a_new_password_is_sent_in_our_words(client: Client, person: User) -> None:
    client.post("/accounts/password/reset/", {"email": person.email})
    [message] = mail.outbox
    assert "A new password for Clearweights" in message.subject
    assert "/accounts/password/reset/key/" in message.body
    assert client.post("/accounts/password/reset/", {"email": "nobody@example.org"}).status_code == 302
    assert len(mail.outbox) == 1


@override_settings(ACCOUNT_RATE_LIMITS={"login_failed": "1/m/ip"})
def test_guessing_is_slowed_down_with_a_page_that_says_how_long(client: Client, person: User) -> None:
    for _ in range(3):
        response = client.post("/accounts/login/", {"login": person.email, "password": "not this one"})
    assert response.status_code in (200, 429)
    assert "Too many" in text(response)
