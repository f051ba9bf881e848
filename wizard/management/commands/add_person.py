"""`manage.py add_person EMAIL NAME ROLE`: an account from the console, such as the first administrator's."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wizard.actions.people import add_person, make_password_link
from wizard.models import Role
from wizard.process.refusal import Refused


class Command(BaseCommand):
    """Add a person and print the link with which that person sets a password."""

    help = "Add a person and print a link, good for three days and one use, to set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what an account needs."""
        parser.add_argument("email", help="The address to sign in with.")
        parser.add_argument("full_name", metavar="name", help="The full name as it shall stand in reports.")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        """Add, link, print."""
        try:
            person = add_person(
                actor=None, email=options["email"], full_name=options["full_name"], role=options["role"]
            )
        except Refused as refused:
            raise CommandError(refused.sentence) from None
        path = make_password_link(actor=None, person=person)
        self.stdout.write(f"{person.full_name} is added. To set the password, open this path of the service:\n{path}")
