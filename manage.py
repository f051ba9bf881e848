#!/usr/bin/env python3
"""Run a command of the project: `manage.py help` lists them."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError

# `./dev setup` leaves this mark: commands typed in a checkout that was set up for trying out need no environment.
# A server that starts by itself (config.wsgi) never looks at it, and asks for its whole environment.
TRYING_OUT = Path(__file__).resolve().parent / ".data" / "trying-out"
# How SQLite and PostgreSQL say it.
_NO_TABLE = re.compile(r"no such table|relation .* does not exist")


def main() -> None:
    """Run the command; a start that is refused ends with its reason and status 1, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if TRYING_OUT.exists():
        os.environ.setdefault("CLEARWEIGHTS_MODE", "demo")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except (OperationalError, ProgrammingError) as problem:
        if not _NO_TABLE.search(str(problem)):
            raise
        sys.exit("The database has no tables yet: run manage.py migrate.")


if __name__ == "__main__":
    main()
