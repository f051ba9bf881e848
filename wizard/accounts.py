"""How accounts come into being and who may use them: an administrator adds people, nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from wizard.actions import people
from wizard.models import User


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-in and passwords by allauth, without its sign-up; what it writes goes through our actions."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are added by an administrator."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set a new password, as a change or by a link, and leave an event."""
        people.set_password(person=user, password=password)


class SignIn(AuthenticationBackend):
    """Sign-in by allauth. Demo accounts, whose password everybody knows, are open in demo mode only.

    They stay in a data folder that was tried out and then put to use.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        """The person whom these credentials name; None for anybody who may not sign in."""
        return _admitted(super().authenticate(request, **credentials))

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; None ends it."""
        return _admitted(super().get_user(user_id))


def _admitted(person: User | None) -> User | None:
    return None if person is not None and person.is_demo and not settings.DEMO else person
