"""`manage.py catalog ...`: the editions of the catalogue, what changed between two of them, and the release of one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import ambient
from catalog.knowledge.editions import Damaged
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import CatalogueProblem
from catalog.presenters.change_words import KINDS
from catalog.presenters.changes import changes


class Command(BaseCommand):
    """List editions, tell the difference of two, or archive the one in force."""

    help = "Editions of the catalogue: list them, tell what changed, release the one in data/."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the task and the editions it is about."""
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("editions", help="List the editions that can be opened.")
        diff = tasks.add_parser("diff", help="Tell in words what changed from one edition to another.")
        diff.add_argument("old", help="The earlier edition, such as 2026.11.1.")
        diff.add_argument("new", nargs="?", help="The later edition; without it, the one in force.")
        diff.add_argument("--words", action="store_true", help="Also what changed only in wording, place or day.")
        tasks.add_parser("release", help="Archive the edition in data/ under its version.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the task that was asked for."""
        try:
            match options["task"]:
                case "editions":
                    self._editions()
                case "diff":
                    self._diff(options["old"], options["new"], with_words=options["words"])
                case "release":
                    self._release()
        except (CatalogueProblem, Damaged) as refusal:
            raise CommandError(str(refusal)) from None

    def _editions(self) -> None:
        current = ambient.edition()
        for version, sha256 in ambient.published().items():
            self.stdout.write(f"{version}  {sha256}")
        if current.edition.version not in ambient.published():
            self.stdout.write(f"{current.edition.version}  {current.sha256}  in force, not yet released")

    def _diff(self, old: str, new: str | None, *, with_words: bool) -> None:
        found = [it for it in changes(self._open(old), self._open(new)) if it.matters or with_words]
        for kind, title in KINDS.items():
            if told := [str(change) for change in found if change.kind == kind]:
                self.stdout.write(f"{title}\n" + "\n".join(f"  {line}" for line in told))
        if not found:
            self.stdout.write("Nothing changed that a verdict could depend on.")

    def _open(self, version: str | None) -> Catalogue:
        if version is None:
            return ambient.edition()
        found = ambient.edition_of(version)
        if found is None:
            known = ", ".join(dict.fromkeys([*ambient.published(), ambient.edition().edition.version]))
            raise CommandError(f"The edition “{version}” is not known. Use one of: {known}.")
        return found

    def _release(self) -> None:
        version = ambient.edition().edition.version
        if version in ambient.published():
            told = f"The edition {version} is released already. Give edition.yaml a new version first."
            raise CommandError(told)
        self.stdout.write(f"Released {version}: {ambient.release()}")
