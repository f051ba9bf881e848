"""`manage.py demo`: the people of the demo and one assessment that went all the way, for who wants to look around."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wizard.actions.people import DEMO_PASSWORD, create_demo_accounts
from wizard.management.story_teller import DEMO_PASSPHRASE, approve, hand_over, tell
from wizard.models import Assessment, Role
from wizard.process.refusal import Refused


class Command(BaseCommand):
    """Make the demo accounts and the worked example where they are missing, and say how to sign in."""

    help = "Prepare the demo: three accounts and the worked example. Demo mode only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; a second call only prints."""
        try:
            people = create_demo_accounts()
            author, reviewer, _ = people
            if not Assessment.objects.filter(author=author).exists():
                assessment = tell(author)
                approve(assessment, hand_over(assessment, author), reviewer)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write("Demo accounts, for this machine only:")
        for person in people:
            self.stdout.write(f"  {person.email:<20} {DEMO_PASSWORD}   {Role(person.role).label}")
        self.stdout.write(f"  The reviewer's signing key opens with: {DEMO_PASSPHRASE}")
