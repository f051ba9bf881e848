"""`manage.py show licence ID` and `show model ID`: one entry of the catalogue as JSON."""

import difflib
import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.ambient import current_catalog
from catalog.knowledge.loading import CatalogueProblem


class Command(BaseCommand):
    """Print an entry; exit status 1 when there is none of that id."""

    help = "Print a licence or a model of the catalogue as JSON."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the kind and the id."""
        parser.add_argument("kind", choices=["licence", "model"])
        parser.add_argument("id", help="Its id, such as llama-4-community; for models also an alias.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the entry and print it."""
        try:
            catalogue = current_catalog()
        except CatalogueProblem as refusal:
            raise CommandError(f"The catalogue cannot be used: run check_catalog. {refusal.problems[0]}") from None
        kind, name = options["kind"], options["id"]
        entry = catalogue.model(name) if kind == "model" else catalogue.licences.get(name)
        if entry is None:
            known = catalogue.models if kind == "model" else catalogue.licences
            near = difflib.get_close_matches(name, known, n=3)
            hint = f"Did you mean {' or '.join(near)}?" if near else f"The catalogue has {', '.join(sorted(known))}."
            raise CommandError(f"The catalogue has no {kind} “{name}”. {hint}")
        shown = entry.model_dump(mode="json", by_alias=True)
        self.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False))
