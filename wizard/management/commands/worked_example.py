"""`manage.py worked_example --out DIR`: one real decision, from the first answer to the signed report."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wizard.actions.people import create_demo_accounts
from wizard.management.story_teller import approve, hand_over, tell
from wizard.models import Report
from wizard.process.refusal import Refused
from wizard.queries.files import authority_certificate, report_bytes


class Command(BaseCommand):
    """Drive one assessment through the forms and actions of the web, and write what a stranger needs to verify it."""

    help = "Answer, hand over, approve and sign one real case; write the signed PDF and its evidence to a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="Made when it does not exist.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell the story and write its end."""
        try:
            options["out"].mkdir(parents=True, exist_ok=True)
            report = self._report()
            written = self._write(report, options["out"])
        except Refused as refused:
            raise CommandError(str(refused)) from None
        except OSError as problem:
            raise CommandError(f"{options['out']} cannot be written ({problem.strerror}): name another one.") from None
        self.stdout.write("\n".join(str(path) for path in written))

    def _report(self) -> Report:
        author, reviewer, _ = create_demo_accounts()
        assessment = tell(author)
        return approve(assessment, hand_over(assessment, author), reviewer)

    @staticmethod
    def _write(report: Report, folder: Path) -> list[Path]:
        """The report, what is attached to it, and the certificate that its signatures lead to."""
        frozen = report.snapshot.data
        files = {
            report.filename: report_bytes(report),
            "facts.json": json.dumps(frozen["facts"], indent=2, ensure_ascii=False).encode(),
            "evaluation.json": json.dumps(frozen["evaluation"], indent=2, ensure_ascii=False).encode(),
            "authority.pem": authority_certificate() or b"",
        }
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return [folder / name for name in files]
