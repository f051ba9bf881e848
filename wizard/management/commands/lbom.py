"""`manage.py lbom`: the gate for a build, the bill of what is approved, and one's own brought up to date."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.core.management.base import BaseCommand, CommandError

from catalog.ambient import current_catalog, current_law, overlay, today
from wizard.interchange.gate import LEVELS, check, checked, name_of
from wizard.interchange.gate_report import as_json, as_text
from wizard.interchange.lbom import written
from wizard.interchange.lbom_file import read_bill
from wizard.interchange.lbom_update import updated
from wizard.interchange.sarif import sarif
from wizard.interchange.yaml_values import LARGEST, Unreadable
from wizard.phases.adopted import agreed_facts
from wizard.queries.approvals import approved_lines, approved_models

CLEAN, FOUND, UNUSABLE = 0, 1, 2


class Command(BaseCommand):
    """`check` ends with status 0 where nothing as bad as --fail-on was found, and with 1 where it was.

    With either command status 2 means that the file cannot be used.
    """

    help = "Check a bill of materials against the catalogue and what was approved here, or bring it up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do, the file, and for the check the users, the form of the answer and what fails a build."""
        commands = parser.add_subparsers(dest="command", required=True)
        checking = commands.add_parser("check", help="Say what stands against the models of a file.")
        checking.add_argument(
            "file", help="ai-license-bom.yaml, or CycloneDX 1.6 or 1.7 as JSON; '-' reads standard input."
        )
        checking.add_argument(
            "--monthly-active-users", type=_users, metavar="N", help="How many users a month the organisation has."
        )
        checking.add_argument("--format", choices=("text", "json", "sarif"), default="text")
        checking.add_argument(
            "--fail-on", choices=LEVELS, default="action", help="What ends with status 1, and whatever is worse."
        )

        commands.add_parser("export", help="Print the bill of every model that an approval in force allows.")
        updating = commands.add_parser("update", help="Correct a file in place; its comments stay. Lists every change.")
        updating.add_argument("file", help="ai-license-bom.yaml; '-' reads standard input and prints the new file.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the three."""
        if options["command"] == "check":
            self._check(options)
        elif options["command"] == "update":
            self._update(options["file"])
        else:
            head = f"Every model that an approval in force allows, on {today().isoformat()}"
            self.stdout.write(written(approved_lines(today()), head).decode(), ending="")

    def _update(self, name: str) -> None:
        content = self._content(name)
        catalogue = current_catalog()
        try:
            bill = read_bill(content)
        except Unreadable as unreadable:
            raise CommandError(str(unreadable), returncode=UNUSABLE) from None
        said = check(
            bill.entries,
            catalogue,
            current_law(),
            today(),
            users=None,
            approved=None,
            agreements=agreed_facts(overlay()),
        )
        update = updated(bill, approved_lines(today()), said, catalogue)
        if name == "-":
            self.stdout.write(update.content.decode(), ending="")
        elif update.changes:
            self._write_to(name, update.content)
        told = self.stderr if name == "-" else self.stdout
        for change in update.changes:
            told.write(
                f"{change.model}: {change.key} becomes {change.value}" if change.key else f"{change.model}: added"
            )
        for model in update.left:
            told.write(f"{model}: left alone, since no approval in force allows it")

    def _check(self, options: dict[str, Any]) -> None:
        content = self._content(options["file"])
        outcome = checked(
            content,
            current_catalog(),
            current_law(),
            today(),
            users=options["monthly_active_users"],
            approved=approved_models(today()),
            agreements=agreed_facts(overlay()),
        )
        if options["format"] == "sarif":
            self._write(sarif(outcome, _address(options["file"], content), current_catalog().edition.version))
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
    def _write_to(name: str, content: bytes) -> None:
        try:
            Path(name).write_bytes(content)
        except OSError as problem:
            told = f"“{name}” cannot be written ({problem.strerror}): check the permissions, or use '-'."
            raise CommandError(told, returncode=UNUSABLE) from None

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


def _address(name: str, content: bytes) -> str:
    """The file as a code host knows it: from the folder in which the build runs."""
    if name == "-":
        return name_of(content)
    path = Path(name).absolute()
    return quote(path.relative_to(Path.cwd()).as_posix()) if path.is_relative_to(Path.cwd()) else path.as_uri()


def _users(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 12:
        raise ArgumentTypeError("write the number of users in full, such as 650000000")
    return int(text)
