"""`manage.py messages`: the texts that translators need."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from catalog.management.messages import NotLiteral, as_pot, messages


class Command(BaseCommand):
    """Write every text of templates, forms, rules and catalogue as a gettext template."""

    help = "Write the texts of templates, forms, rules and catalogue as a gettext template (.pot)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where to write to."""
        parser.add_argument("--output", type=Path, help="the file to write; without it, the standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draw the messages and write them."""
        try:
            found = messages(Path(settings.BASE_DIR))
        except NotLiteral as problem:
            raise CommandError(str(problem)) from None
        if options["output"] is None:
            self.stdout.write(as_pot(found.values()))
            return
        options["output"].write_text(as_pot(found.values()), encoding="utf-8")
        self.stderr.write(f"{len(found):,} messages written to {options['output']}.")
