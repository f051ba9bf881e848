"""`manage.py verify_audit`: is the audit log complete and unchanged?"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from wizard.queries.audit import check_log


class Command(BaseCommand):
    """Recompute the chain of the audit log. Exit status 1 when an event was changed, removed or moved."""

    help = "Recompute the hash chain of the audit log and compare it with the heads printed in the issued reports."

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, say, exit."""
        walked = check_log()
        if walked.fault:
            self.stderr.write(f"{walked.fault} {walked.sound} events before the fault are sound.")
            sys.exit(1)
        self.stdout.write(f"{walked.sound} events, none changed, removed or moved.\nHead {walked.head}")
