"""The records of a decision. Only `wizard.actions` writes them."""

from wizard.models.people import Role, User

__all__ = ["Role", "User"]
