"""`manage.py lbom check FILE`: the gate, for a build."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError

from catalog.ambient import current_catalog, current_law, today
from wizard.interchange.gate import LEVELS, checked
from wizard.interchange.gate_report import as_json, as_text
from wizard.interchange.lbom import NAME
from wizard.interchange.sarif import sarif
from wizard.interchange.yaml_values import LARGEST
from wizard.queries.approvals import approved_models

CLEAN, FOUND, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    """Exit status 0 where nothing as bad as --fail-on was found, 1 where it was, 2 for a file that cannot be used."""

    help = "Check ai-license-bom.yaml against the catalogue and against what was approved here."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the users, the form of the answer, and what fails a build."""
        commands = parser.add_subparsers(dest="command", required=True)
        checking = commands.add_parser("check", help="Say what stands against the models of a file.")
        checking.add_argument("file", help="ai-license-bom.yaml; '-' reads standard input.")
        checking.add_argument(
            "--monthly-active-users", type=_users, metavar="N", help="How many users a month the organisation has."
        )
        checking.add_argument("--format", choices=("text", "json", "sarif"), default="text")
        checking.add_argument(
            "--fail-on", choices=LEVELS, default="action", help="What ends with status 1, and whatever is worse."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, print, exit."""
        outcome = checked(
            self._content(options["file"]),
            current_catalog(),
            current_law(),
            today(),
            users=options["monthly_active_users"],
            approved=approved_models(today()),
        )
        if options["format"] == "sarif":
            self._write(sarif(outcome, _address(options["file"]), current_catalog().edition.version))
        elif options["format"] == "json":
            self._write(as_json(outcome, options["fail_on"]))
        else:
            self.stdout.write(as_text(outcome), ending="")
        status = UNUSABLE if outcome.faults else FOUND if outcome.fails_on(options["fail_on"]) else CLEAN
        if status:
            sys.exit(status)

    def _write(self, document: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))

    @staticmethod
    def _content(name: str) -> bytes:
        """One byte more than is ever read, so that a huge file is refused and never held."""
        try:
            if name == "-":
                return sys.stdin.buffer.read(LARGEST + 1)
            with Path(name).open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError as problem:
            told = f"“{name}” cannot be read ({problem.strerror}): check the path and the permissions."
            raise CommandError(told, returncode=UNUSABLE) from None


def _address(name: str) -> str:
    """The file as a code host knows it: from the folder in which the build runs."""
    if name == "-":
        return NAME
    path = Path(name).absolute()
    return quote(path.relative_to(Path.cwd()).as_posix()) if path.is_relative_to(Path.cwd()) else path.as_uri()


def _users(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise ArgumentTypeError("write the number of users in full, such as 650000000")
    return int(text)
