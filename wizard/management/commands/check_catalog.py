"""`manage.py check_catalog`: how much the catalogue holds, and everything that is wrong with it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from catalog.ambient import DATA, today
from catalog.engine.law import Law
from catalog.knowledge.index import open_catalogue
from catalog.knowledge.integrity import stale
from catalog.knowledge.loading import CatalogueProblem
from catalog.knowledge.terms import TOPICS


class Command(BaseCommand):
    """Print counts and problems; exit status 1 when there is a problem."""

    help = "Check the catalogue: print counts and problems."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, check, count."""
        try:
            catalogue = open_catalogue(DATA)
            Law.from_documents(catalogue.law_documents)
        except CatalogueProblem as refusal:
            for problem in refusal.problems:
                self.stderr.write(str(problem))
            self.stderr.write(f"Problems: {len(refusal.problems)}.")
            sys.exit(1)
        readings = sum(
            2 if licence.terms.term(topic).guide else 1 for licence in catalogue.licences.values() for topic in TOPICS
        )
        self.stdout.write(
            f"Edition {catalogue.edition.version}, state of {catalogue.edition.state_of}, {catalogue.sha256}\n"
            f"{len(catalogue.licences)} licences with {readings} readings, {len(catalogue.models)} models, "
            f"{len(catalogue.sources)} sources, {len(catalogue.situations)} situations, {len(catalogue.traps)} traps.\n"
            f"{len(stale(catalogue, today()))} facts are older than 90 days. No problems."
        )
