"""`manage.py evaluate FILE`: the contract's evaluation on the command line."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from catalog.ambient import current_catalog, current_law, edition_of, today
from catalog.engine.answers import MAX_BYTES, Unusable, parse
from catalog.engine.evaluate import evaluate
from catalog.engine.law import Law, law_from
from catalog.engine.problems import Problem
from catalog.knowledge.editions import Damaged
from catalog.knowledge.index import Catalogue
from catalog.knowledge.loading import CatalogueProblem

UNUSABLE = 2


class Command(BaseCommand):
    """Evaluate one facts document, or one a line. Exit status 0 for an answer, 2 for a document that does not fit."""

    help = "Evaluate a facts document (facts/1) and print the evaluation (evaluation/1) as JSON."
    requires_system_checks: list[str] = []  # noqa: RUF012 (Django's own type)

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the format."""
        parser.add_argument("file", help="A JSON file; '-' reads standard input.")
        parser.add_argument(
            "--lines", action="store_true", help="JSON Lines: many documents in, one answer a line out."
        )

        parser.add_argument("--edition", help="A published edition to judge by, such as 2026.11.1; default: today's.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, evaluate, print."""
        try:
            self._catalogue, self._law = self._knowledge(options["edition"])
        except CatalogueProblem as refusal:
            raise CommandError(f"The catalogue cannot be used: run check_catalog. {refusal.problems[0]}") from None
        except Damaged as refusal:
            raise CommandError(str(refusal)) from None
        try:
            raw = self._read(options["file"], unlimited=options["lines"])
        except Unusable as refusal:
            self._end(self._refusal(refusal))
        if options["lines"]:
            answers = [self._answer(line) for line in raw.split(b"\n") if line.strip()]
            for answer in answers:
                self.stdout.write(json.dumps(answer, ensure_ascii=False, sort_keys=True))
            if any("problems" in answer for answer in answers):
                sys.exit(UNUSABLE)
            return
        self._end(self._answer(raw))

    @staticmethod
    def _knowledge(version: str | None) -> tuple[Catalogue, Law]:
        """The edition in force, or a published one as it was, for a decision to be replayed."""
        if version is None:
            return current_catalog(), current_law()
        found = edition_of(version)
        if found is None:
            raise CommandError(f"The edition “{version}” is not known. `manage.py catalog editions` lists them.")
        return found, law_from(found.law_documents)

    def _read(self, name: str, *, unlimited: bool) -> bytes:
        """Read at most one byte more than the limit, so that an endless input cannot fill the memory."""
        limit = -1 if unlimited else MAX_BYTES + 1
        try:
            return sys.stdin.buffer.read(limit) if name == "-" else self._file(Path(name), limit)
        except OSError as error:
            told = f"“{name}” cannot be read: {error.strerror or 'it is no file'}."
            raise Unusable([Problem("", told, "Name a JSON file, or - for standard input.")]) from None

    @staticmethod
    def _file(path: Path, limit: int) -> bytes:
        with path.open("rb") as stream:
            return stream.read(limit)

    def _answer(self, raw: bytes) -> dict[str, Any]:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return self._refusal(Unusable([Problem("", "The document is not UTF-8 text.", "Save it as UTF-8.")]))
        try:
            return evaluate(parse(text), self._catalogue, self._law, today()).as_json()
        except Unusable as refusal:
            return self._refusal(refusal)

    @staticmethod
    def _refusal(refusal: Unusable) -> dict[str, Any]:
        return {"problems": [problem.as_json() for problem in refusal.problems]}

    def _end(self, answer: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(answer, ensure_ascii=False, sort_keys=True, indent=2))
        if "problems" in answer:
            sys.exit(UNUSABLE)
