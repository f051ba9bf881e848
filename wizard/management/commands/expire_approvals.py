"""`manage.py expire_approvals`: mark approvals whose last day has passed, forget ended sessions. Once a day."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand

from catalog.ambient import today
from wizard.actions.reviews import expire_due


class Command(BaseCommand):
    """Print the reference of each approval that ended. Running it twice changes nothing more."""

    help = "Mark approvals whose last day has passed as expired, and clear sessions that have ended. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Expire and list; then clear, which has nothing to say."""
        for assessment in expire_due(today=today()):
            self.stdout.write(f"{assessment.reference} {assessment.name}: the approval has ended.")
        SessionStore.clear_expired()
