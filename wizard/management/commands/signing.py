"""`manage.py signing status | revoke FINGERPRINT --reason … | rotate service|authority | token`: the keys that sign."""

import sys
from argparse import ArgumentParser
from typing import Any

from cryptography import x509
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wizard.actions.keys import certify_token, ensure_organisation_keys, opened, rotate_authority, rotate_service
from wizard.actions.levels import level_now
from wizard.actions.lists import revocation_lists
from wizard.actions.revocations import revoke_by_mark
from wizard.actions.security_module import in_module, module_problem
from wizard.models import Revocation
from wizard.process.refusal import Refused
from wizard.queries.files import KEYS, data_path
from wizard.queries.keys import SERVICE, KnownKey, known_keys
from wizard.queries.signing import to_do
from wizard.signing.levels import Level
from wizard.signing.revocation import Cause


class Command(BaseCommand):
    """Exit status of `status`: 1 when something has to be done, otherwise 0."""

    help = "Show, revoke and replace the keys that sign reports."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        actions = parser.add_subparsers(dest="what", required=True)
        actions.add_parser("status", help="Keys, ends, revocations, the authority of time; 1 when something is to do.")
        revoke = actions.add_parser("revoke", help="Revoke a certificate of a reviewer or of the service.")
        revoke.add_argument("fingerprint", help="Its SHA-256 fingerprint, or the beginning of it.")
        revoke.add_argument("--reason", required=True, choices=[cause.value for cause in Cause])
        rotate = actions.add_parser("rotate", help="Replace a key; reports that it signed still verify.")
        rotate.add_argument("key", choices=["service", "authority"])
        certifies = "Certify the key in the security module that the settings name; it is made there if need be."
        actions.add_parser("token", help=certifies)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        try:
            match options["what"]:
                case "status":
                    self._status()
                case "revoke":
                    self._revoke(options["fingerprint"], Cause(options["reason"]))
                case "token":
                    self._certify_token()
                case _:
                    self._rotate(options["key"])
        except Refused as refusal:
            raise CommandError(str(refusal)) from None

    def _revoke(self, mark: str, cause: Cause) -> None:
        row = revoke_by_mark(actor=None, mark=mark, cause=cause)
        revocation_lists()
        self.stdout.write(f"Revoked: {row.subject}, {row.fingerprint}, {row.cause}.")

    def _certify_token(self) -> None:
        new = certify_token()
        revocation_lists()
        mark = next(each.mark for each in known_keys() if each.kind == SERVICE)
        done = "is certified, and certifies reports from now on" if new else "certifies reports already"
        self.stdout.write(f"The key in the security module {done}: {mark}.")
        if new:
            self.stdout.write("Back up the folder of keys now; the key itself is only in the token.")

    def _rotate(self, key: str) -> None:
        keys = ensure_organisation_keys()
        opened(keys.authority)
        (rotate_service if key == "service" else rotate_authority)()
        revocation_lists()
        new = next(each for each in known_keys() if each.kind == key)
        self.stdout.write(f"The {key} has a new key: {new.mark}. Back up the folder of keys now.")

    def _status(self) -> None:
        keys = known_keys()
        for key in keys:
            self.stdout.write(_line(key))
        for row in Revocation.objects.all():
            self.stdout.write(f"revoked {row.revoked_at:%Y-%m-%d}: {row}, {row.fingerprint}")
        level = level_now()
        self._say_time(level)
        self.stdout.write(f"A report issued now reaches PAdES {level}.")
        waiting = [*_unopened(), *to_do(keys, level, now=timezone.now())]
        for task in waiting:
            self.stderr.write(f"To do: {task}")
        if waiting:
            sys.exit(1)

    def _say_time(self, level: Level) -> None:
        if not settings.TIMESTAMP_URL:
            self.stdout.write("authority of time: none is configured (CLEARWEIGHTS_TIMESTAMP_URL)")
            return
        answers = "does not answer" if level is Level.B_B else "answers"
        self.stdout.write(f"authority of time: {settings.TIMESTAMP_URL} {answers}")
        for root in settings.TIMESTAMP_ROOTS:
            certificate = x509.load_pem_x509_certificate(root)
            self.stdout.write(f"  trusted for time: {certificate.subject.rfc4514_string()}, {_ends(certificate)}")


def _unopened() -> list[str]:
    """What is wrong with the protected files, where there are any, and with the key in the security module."""
    elsewhere = module_problem()
    found = [elsewhere] if elsewhere else []
    if not data_path(KEYS, "ca.pem").exists():
        return found
    try:
        for name in ("ca.p12",) if in_module() else ("ca.p12", "service.p12"):
            opened(data_path(KEYS, name).read_bytes())
    except OSError as problem:
        return [*found, f"{problem.filename} cannot be read: restore it from the backup of the data folder."]
    except Refused as refusal:
        return [*found, str(refusal)]
    return found


def _line(key: KnownKey) -> str:
    owner = f" of {key.owner}" if key.owner else ""
    kept = in_module() if key.kind == SERVICE else None
    place = ", in the security module" if kept and kept.id else ""
    state = ", revoked" if key.revoked else ""
    return f"{key.kind}{owner}: {key.mark}, {_ends(key.certificate)}{place}{state}"


def _ends(certificate: x509.Certificate) -> str:
    days = (certificate.not_valid_after_utc - timezone.now()).days
    return f"ends in {days} days" if days >= 0 else f"ended {-days} days ago"
