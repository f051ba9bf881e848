"""`manage.py verify_audit`: is the audit log complete and unchanged?"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wizard.process.chain import Walk, link_of, walk
from wizard.queries.audit import check_log, with_stamps
from wizard.queries.stamps import stamp_of


class Command(BaseCommand):
    """Recompute the chain of the audit log. Exit status 1 when an event was changed, removed or moved."""

    help = "Recompute the hash chain of the audit log and compare it with the heads printed in the issued reports."

    def add_arguments(self, parser: CommandParser) -> None:
        """Files to check in the place of the log."""
        parser.add_argument("--file", type=Path, help="check an exported log (JSON lines) by itself")
        parser.add_argument("--stamps", type=Path, help="with --file: hold the exported time-stamps against it as well")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, say, exit."""
        if options["stamps"] and not options["file"]:
            raise CommandError("--stamps goes with --file: name the exported log as well.")
        walked = _check_file(options["file"], options["stamps"]) if options["file"] else check_log()
        if walked.fault:
            self.stderr.write(f"{walked.fault} {walked.sound} events before the fault are sound.")
            sys.exit(1)
        self.stdout.write(f"{walked.sound} events, none changed, removed or moved.\nHead {walked.head}")
        if walked.stamps:
            self.stdout.write(f"{walked.stamps} daily time-stamps confirmed.")


def _check_file(path: Path, stamps: Path | None) -> Walk:
    """Walk an exported log. Alone it cannot show a cut-off end: its head has to be the one that was noted elsewhere."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            walked = walk(link_of(line) for line in lines)
        if stamps:
            with stamps.open(encoding="utf-8", errors="replace") as lines:
                walked = with_stamps(walked, (stamp_of(line) for line in lines))
    except OSError as wrong:
        raise CommandError(f"{wrong.filename} cannot be read: name the file that was exported.") from wrong
    if not walked.sound and not walked.fault:
        raise CommandError(f"{path} is empty: name the file that was exported.")
    return walked
