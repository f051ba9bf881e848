"""Accounts and roles."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from cryptography import x509
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wizard.actions import audit
from wizard.actions.revocations import revoke
from wizard.models import Role, SigningKey, User
from wizard.process import review
from wizard.process.refusal import Refused
from wizard.queries.permissions import person_of
from wizard.signing.revocation import Cause

DEMO_PASSWORD = "clearweights-demo"  # noqa: S105 - printed by `./dev run`; these accounts exist in demo mode only
DEMO_PEOPLE = (
    ("pm@demo.example", "Paula Meyer", Role.PRODUCT_MANAGER),
    ("legal@demo.example", "Adaeze Okafor", Role.LEGAL_REVIEWER),
    ("admin@demo.example", "Ingrid Solberg", Role.ADMINISTRATOR),
)


@transaction.atomic
def add_person(*, actor: User | None, email: str, full_name: str, role: str) -> User:
    """Add an account without a password; the person sets one by a link. `actor` is None on the server's own console.

    Raises Refused when the address is taken or not one, and when name or role are missing.
    """
    if actor is not None:
        review.check_may_manage_people(person_of(actor))
    email, full_name = email.strip().lower(), " ".join(full_name.split())
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("This is not an e-mail address: enter one such as name@company.example.")) from None
    if not 1 <= len(full_name) <= 120:
        raise Refused(_("The full name needs 1 to 120 characters: enter it as it shall stand in reports."))
    if User.objects.filter(email=email).exists():
        raise Refused(_("This e-mail address already has an account: use another one, or change that account."))
    person = User.objects.create_user(email, full_name, _role(role))
    audit.record(actor=actor, action="person.added", subject=person, details={"role": person.role})
    return person


@transaction.atomic
def make_password_link(*, actor: User | None, person: User) -> str:
    """The path of a page where this person sets a password: for one use, within three days.

    `actor` is None on the server's own console. Who has the link has the account, so each one made is recorded.
    """
    if actor is not None:
        review.check_may_manage_people(person_of(actor))
    audit.record(actor=actor, action="person.password-link-made", subject=person, details={})
    parts = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return reverse("account_reset_password_from_key", kwargs=parts)


@transaction.atomic
def set_password(*, person: User, password: str) -> None:
    """Set a password that was found good enough. Whoever can sign in as a reviewer can decide, so it is recorded."""
    _refresh(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(actor=person, action="person.password-set", subject=person, details={})


@transaction.atomic
def change_role(*, actor: User, person: User, role: str) -> None:
    """Give a person another role; nothing happens when it is the same."""
    review.check_may_manage_people(person_of(actor))
    _refresh(person)
    before, after = person.role, _role(role)
    if before == after:
        return
    _keep_an_administrator(person)
    person.role = after
    person.save(update_fields=["role"])
    audit.record(actor=actor, action="person.role-changed", subject=person, details={"before": before, "after": after})


@transaction.atomic
def deactivate_person(*, actor: User, person: User) -> None:
    """Close an account for good reasons, and revoke its signing key; what the person did stays on record."""
    review.check_may_manage_people(person_of(actor))
    _refresh(person)
    if not person.is_active:
        return
    _keep_an_administrator(person)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.record(actor=actor, action="person.deactivated", subject=person, details={})
    key = SigningKey.objects.filter(user=person).first()
    if key is not None:
        certificate = x509.load_pem_x509_certificate(key.certificate.encode())
        revoke(actor=actor, certificate=certificate, cause=Cause.AFFILIATION)


@transaction.atomic
def create_demo_accounts() -> list[User]:
    """One account per role with a known password, for trying the product out; existing ones are left as they are.

    Raises Refused unless the service runs in demo mode: a known password on a real service is an open door.
    """
    if not settings.DEMO:
        raise Refused(_("Demo accounts exist in demo mode only: set CLEARWEIGHTS_MODE=demo, or add people by name."))
    people = []
    for email, full_name, role in DEMO_PEOPLE:
        person = User.objects.filter(email=email).first()
        if person is None:
            person = User.objects.create_user(email, full_name, role, DEMO_PASSWORD, is_demo=True)
            details = {"role": person.role, "demo": True}
            audit.record(actor=None, action="person.added", subject=person, details=details)
        people.append(person)
    return people


def _refresh(person: User) -> None:
    person.refresh_from_db(from_queryset=User.objects.select_for_update())


def _role(role: str) -> Role:
    try:
        return Role(role)
    except ValueError:
        raise Refused(_("There is no such role: choose product manager, legal reviewer or administrator.")) from None


def _keep_an_administrator(person: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=person.pk)
    if person.role == Role.ADMINISTRATOR and not others.exists():
        raise Refused(_("This is the last administrator: make somebody else one first."))
