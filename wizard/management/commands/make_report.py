"""`manage.py make_report [ID]`: make the report of an approval, or whatever was left behind."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from wizard.actions.making import make, waiting_makings
from wizard.models import Making


class Command(BaseCommand):
    """Lay out, check and certify. Two of these at once make one report; the outcome is kept with the approval."""

    help = "Make the report of an approval, by its number; without one, every report that waits and nobody makes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number; the service passes it when it starts this command itself."""
        parser.add_argument("id", type=int, nargs="?", help="The number of the making. Left out: all that wait.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, and say how it ended."""
        number = options["id"]
        wanted = waiting_makings() if number is None else Making.objects.filter(pk=number)
        for making in wanted:
            make(making)
            if left := Making.objects.filter(pk=making.pk).first():  # dropped when changes were asked for meanwhile
                outcome = left.problem or left.get_state_display()
                self.stdout.write(f"{making.snapshot.assessment.reference}: {outcome}")
