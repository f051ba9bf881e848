"""`manage.py check_catalog`: how much the catalogue holds, and everything that is wrong with it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from catalog.ambient import DATA, today
from catalog.engine.law import law_from
from catalog.knowledge.index import open_catalogue
from catalog.knowledge.integrity import stale
from catalog.knowledge.loading import CatalogueProblem
from catalog.knowledge.terms import TOPICS
from catalog.presenters.language import told


class Command(BaseCommand):
    """Print counts and problems; exit status 1 when there is a problem."""

    help = "Check the catalogue: print counts and problems."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, check, count."""
        try:
            catalogue = open_catalogue(DATA)
            law_from(catalogue.law_documents)
        except CatalogueProblem as refusal:
            for problem in refusal.problems:
                place = f"{problem.file}: {problem.key or _('file')}"
                self.stderr.write(f"{place}: {told(problem.problem)} {told(problem.remedy)}")
            self.stderr.write(_("Problems: %(number)d.") % {"number": len(refusal.problems)})
            sys.exit(1)
        readings = sum(
            2 if licence.terms.term(topic).guide else 1 for licence in catalogue.licences.values() for topic in TOPICS
        )
        self.stdout.write(
            _(
                "Edition %(version)s, state of %(day)s, %(sha256)s\n"
                "%(licences)d licences with %(readings)d readings, %(models)d models, %(sources)d sources, "
                "%(situations)d situations, %(traps)d traps.\n"
                "%(stale)d facts are older than 90 days. No problems."
            )
            % {
                "version": catalogue.edition.version,
                "day": catalogue.edition.state_of,
                "sha256": catalogue.sha256,
                "licences": len(catalogue.licences),
                "readings": readings,
                "models": len(catalogue.models),
                "sources": len(catalogue.sources),
                "situations": len(catalogue.situations),
                "traps": len(catalogue.traps),
                "stale": len(stale(catalogue, today())),
            }
        )
