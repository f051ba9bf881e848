"""`manage.py sketch FILE --licence ID ...`: add the sketch of a licence text that a maintainer has at hand."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from catalog.ambient import DATA, today
from catalog.knowledge.loading import Problem, document
from catalog.knowledge.sketches import DOCUMENTS, WIDTH, sketch_of


class Command(BaseCommand):
    """Keep the hashes of a text, never the text."""

    help = "Add or replace the sketch of one version of a licence's text. Only hashes are kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what the text itself does not say."""
        parser.add_argument("file", type=Path, help="The text, in UTF-8.")
        parser.add_argument("--licence", required=True, help="The licence's id.")
        parser.add_argument("--document", choices=DOCUMENTS, default="licence")
        parser.add_argument("--variant", required=True, help="What tells this version from others, such as its day.")
        parser.add_argument("--url", required=True, help="Where the text was found.")
        parser.add_argument("--read-on", type=date.fromisoformat, default=today(), help="The day, as 2026-11-23.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hash, write, tell."""
        try:
            made = sketch_of(options["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as UTF-8 text: {error}. Name another file.") from None
        if made["words"] < WIDTH:
            raise CommandError(f"{options['file']} has hardly a word. Name the file with the licence's text.")
        head = {key: str(options[key]) for key in ("document", "variant", "url", "read_on")}
        path = DATA / "sketches" / f"{options['licence']}.yaml"
        texts = [text for text in _kept(path) if _same(text) != _same(head)]
        _write(path, sorted([*texts, {**head, **made}], key=_same))
        self.stdout.write(f"{path.name}: {made['words']} words of {head['document']}, {head['variant']}.")


def _kept(path: Path) -> list[dict[str, Any]]:
    """Return the sketches that the file has already."""
    if not path.exists():
        return []
    problems: list[Problem] = []
    data = document(path, problems)
    if data is None:
        raise CommandError("\n".join(str(problem) for problem in problems))
    return list(data["texts"])


def _same(text: dict[str, Any]) -> tuple[str, str]:
    """Return what a text is known by within its file."""
    return str(text["document"]), str(text["variant"])


def _write(path: Path, texts: list[dict[str, Any]]) -> None:
    """Write the file in one go, so that no half of it is ever read."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_suffix(".new")
    half.write_text(yaml.safe_dump({"texts": texts}, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
    half.replace(path)
