"""How accounts come into being: an administrator adds people, nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Sign-in and passwords by allauth, without its sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are added by an administrator."""
        return False
