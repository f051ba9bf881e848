"""How accounts come into being: an administrator adds people, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
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
