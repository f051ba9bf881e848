"""`manage.py catalog ...`: the editions of the catalogue, what changed between two, release and rehearsal."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog import ambient
from catalog.knowledge.editions import Damaged, open_offered
from catalog.knowledge.index import Catalogue, open_catalogue
from catalog.knowledge.loading import CatalogueProblem
from catalog.presenters.change_words import KINDS
from catalog.presenters.changes import changes
from wizard.queries.rehearsal import Rehearsal, rehearse


class Command(BaseCommand):
    """List editions, tell the difference of two, archive the one in force, or try one that is not."""

    help = "Editions of the catalogue: list them, tell what changed, release or rehearse one."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the task and the editions it is about."""
        tasks = parser.add_subparsers(dest="task", required=True)
        tasks.add_parser("editions", help="List the editions that can be opened.")
        diff = tasks.add_parser("diff", help="Tell in words what changed from one edition to another.")
        diff.add_argument("old", help="The earlier edition, such as 2026.11.1.")
        diff.add_argument("new", nargs="?", help="The later edition; without it, the one in force.")
        diff.add_argument("--words", action="store_true", help="Also what changed only in wording, place or day.")
        try_ = tasks.add_parser("rehearse", help="Tell what an edition would change here, before it is in force.")
        try_.add_argument("edition", type=Path, help="Its archive (.json.gz), or its folder of YAML files.")
        tasks.add_parser("release", help="Archive the edition in data/ under its version.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the task that was asked for."""
        try:
            match options["task"]:
                case "editions":
                    self._editions()
                case "diff":
                    self._diff(options["old"], options["new"], with_words=options["words"])
                case "rehearse":
                    self._rehearse(_offered(options["edition"]))
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
        self._say_changes(self._open(old), self._open(new), with_words=with_words)

    def _rehearse(self, offered: Catalogue) -> None:
        version = offered.edition.version
        self.stdout.write(f"From {ambient.edition().edition.version} to {version} ({offered.sha256})\n")
        self._say_changes(ambient.edition(), offered, with_words=False)
        found = rehearse(offered, ambient.today())
        self.stdout.write(f"\n{_summary(found)}")
        for one in found.superseded:
            assessment = one.snapshot.assessment
            self.stdout.write("\n  ".join((f"{assessment.reference} {assessment.name}", *one.reasons)))
        for unfit in found.unfit:
            self.stdout.write(f"Your entry {unfit.entry.label} would be left out: {unfit.problems[0]}")

    def _say_changes(self, old: Catalogue, new: Catalogue, *, with_words: bool) -> None:
        found = [it for it in changes(old, new) if it.matters or with_words]
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


def _offered(path: Path) -> Catalogue:
    try:
        return open_catalogue(path) if path.is_dir() else open_offered(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: name the archive of an edition, or its folder.") from error


def _summary(found: Rehearsal) -> str:
    approvals = f"{found.looked_at} approval{'' if found.looked_at == 1 else 's'} in force"
    if not found.superseded:
        return f"It would supersede none of {approvals}. Nothing was changed."
    return f"It would supersede {len(found.superseded)} of {approvals}. Nothing was changed."
