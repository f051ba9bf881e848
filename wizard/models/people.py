"""The people who take part in a decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person does here; each person has exactly one role."""

    PRODUCT_MANAGER = "product-manager", _("Product manager")
    LEGAL_REVIEWER = "legal-reviewer", _("Legal reviewer")
    ADMINISTRATOR = "administrator", _("Administrator")


class UserManager(BaseUserManager["User"]):
    """Makes users whose address is stored in lower case, so that one person is one account."""

    def create_user(self, email: str, full_name: str, role: str, password: str | None = None, **extra: Any) -> User:
        """Store a person; without a password the account cannot sign in until one is set."""
        user = self.model(email=email.strip().lower(), full_name=full_name.strip(), role=role, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a person by e-mail address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in with an e-mail address and acts in one role.

    Django's groups and permissions are not used: `wizard.process.review` alone says who may do what.
    """

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_demo = models.BooleanField(_("demo account"), default=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        ordering = ("full_name", "email")
        constraints = (
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        )

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """The name as it is printed in reports."""
        return self.full_name

    def get_short_name(self) -> str:
        """The name as it stands in the page header."""
        return self.full_name or self.email
