"""`manage.py expire_approvals`: mark approvals whose last day has passed. Meant to run once a day."""

from typing import Any

from django.core.management.base import BaseCommand

from catalog.ambient import today
from wizard.actions.reviews import expire_due


class Command(BaseCommand):
    """Print the reference of each approval that ended. Running it twice changes nothing more."""

    help = "Mark approvals whose last day has passed as expired. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Expire and list."""
        for assessment in expire_due(today=today()):
            self.stdout.write(f"{assessment.reference} {assessment.name}: the approval has ended.")
