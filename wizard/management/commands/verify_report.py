"""`manage.py verify_report FILE`: is this file a report issued here, unaltered, and who signed it?"""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from catalog.ambient import today
from wizard.queries.verification import Verification, verification
from wizard.signing.revocation import is_list
from wizard.signing.structure import is_certificate
from wizard.signing.verdict import LARGEST, Verdict, verify_isolated


class Command(BaseCommand):
    """Exit status 0 only for a genuine, unaltered report; 1 for any other, 2 where a file cannot be used at all."""

    help = "Verify a report: against the register of this service, or against an authority's certificate (--trust)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and, for reports of others, the certificate to trust."""
        parser.add_argument("file", type=Path, help="The report (PDF).")
        parser.add_argument(
            "--trust",
            type=Path,
            metavar="CERT",
            help="The issuer's authority certificate (PEM or DER); this service's register is then not asked.",
        )
        parser.add_argument(
            "--people",
            type=Path,
            metavar="CERT",
            help="An authority outside that is accepted for reviewers (PEM or DER).",
        )
        parser.add_argument(
            "--revoked",
            type=Path,
            metavar="LIST",
            action="append",
            default=[],
            help="A revocation list of either authority (PEM or DER); may be repeated.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, verify, say, exit."""
        file = self._read(options["file"])
        if options["trust"]:
            root = self._certificate(options["trust"])
            lists = [self._list(path) for path in options["revoked"]]
            verdict = verify_isolated(
                file,
                trust_roots=[root],
                time_roots=settings.TIMESTAMP_ROOTS,
                revocations=lists,
                people=[self._certificate(options["people"])] if options["people"] else [],
                issued=None,
            )
            self._say(Verification(verdict, None, ""))
        else:
            self._say(verification(file, today=today()))

    def _read(self, path: Path) -> bytes:
        """Read the file, and one byte more than is ever examined, so that a huge one is refused and not loaded."""
        try:
            with path.open("rb") as file:
                return file.read(LARGEST + 1)
        except OSError as problem:
            self.stderr.write(f"{path} cannot be read ({problem.strerror}): check the path and the permissions.")
            sys.exit(2)

    def _certificate(self, path: Path) -> bytes:
        root = self._read(path)
        if not is_certificate(root):
            self.stderr.write(f"{path} is no certificate: name the issuer's authority certificate (PEM or DER).")
            sys.exit(2)
        return root

    def _list(self, path: Path) -> bytes:
        revoked = self._read(path)
        if not is_list(revoked):
            self.stderr.write(f"{path} is no revocation list: name one in PEM or DER.")
            sys.exit(2)
        return revoked

    def _say(self, answer: Verification) -> None:
        verdict = answer.verdict
        out = self.stdout if verdict.ok else self.stderr
        terms = f"ETSI EN 319 102-1: {verdict.terms}. {verdict.indication.meaning}"
        out.write("\n".join(line for line in (verdict.sentence, *verdict.reasons, answer.standing, terms) if line))
        if not verdict.ok:
            sys.exit(1)
        out.write("\n".join((*_signatures(verdict), *verdict.increments)))


def _signatures(verdict: Verdict) -> list[str]:
    return [
        f"{signature.role}: {signature.named}, {signature.organisation}, {signature.at:%Y-%m-%d %H:%M %Z}, "
        f"{signature.level}, certificate {signature.fingerprint}"
        for signature in verdict.signatures
    ]
