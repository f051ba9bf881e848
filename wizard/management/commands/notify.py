"""`manage.py notify`: send what waits about notices. As often as you like; cron may call it each minute."""

from typing import Any

from django.core.management.base import BaseCommand

from wizard.actions.deliveries import deliver
from wizard.models import DeliveryState


class Command(BaseCommand):
    """Print one line for each attempt; what did not arrive stands on standard error. Two at once send nothing twice."""

    help = "Send the mails and the calls to the webhook that are due. Run it each minute, or by hand."

    def handle(self, *args: Any, **options: Any) -> None:
        """Try what is due, and say how it went."""
        for one in deliver():
            told = f"{one.get_channel_display()} {one.name}: {one.get_state_display().lower()}"
            if one.state == DeliveryState.SENT:
                self.stdout.write(f"{told}.")
            else:
                answer = f" ({one.answer})" if one.answer else ""
                self.stderr.write(f"{told}. {one.get_trouble_display()}{answer}")
