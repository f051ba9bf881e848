"""`manage.py daily`: make what was left behind, look at limits, texts and approvals, remind, time-stamp."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.ambient import today
from wizard.actions.agreements import agreements_due
from wizard.actions.asking import fetch_due
from wizard.actions.deliveries import make_digests
from wizard.actions.law import law_due
from wizard.actions.limits import limits_due
from wizard.actions.looking import looks_due
from wizard.actions.review_mail import remind
from wizard.actions.reviews import expire_due
from wizard.actions.stamps import NoStampError, stamp_due
from wizard.actions.superseding import supersede_due


class Command(BaseCommand):
    """Print what was done, one line each. Running it twice on a day, or after days without, does nothing twice."""

    help = (
        "Make reports that were left behind, tell of limits, agreements that end and days of the law ahead, fetch "
        "texts that are watched, mark approvals that have ended as expired or superseded, remind reviewers of what "
        "waits, time-stamp the audit log, send mail, clear sessions. Run it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, look at limits, texts and the law, expire, supersede, remind, list all; then stamp, send, and clear."""
        call_command("make_report", stdout=self.stdout)
        for alert in limits_due(today=today()):
            named = f"{alert.assessment.reference} {alert.assessment.name}"
            self.stdout.write(f"{named}: step {alert.step} of the limit {alert.threshold:,} ({alert.licence}).")
        for asked in fetch_due(now=timezone.now()):
            what = f"not fetched. {asked.why.value}" if asked.why else "a new version was kept."
            self.stdout.write(f"{asked.address.subject}, {asked.address.url}: {what}")
        for notice in (*agreements_due(today=today()), *law_due(today=today()), *looks_due(today=today())):
            self.stdout.write(f"{notice.person.full_name}: {notice.says}")
        for assessment in expire_due(today=today()):
            self.stdout.write(f"{assessment.reference} {assessment.name}: the approval has ended.")
        for ending in supersede_due(today=today()):
            assessment = ending.snapshot.assessment
            self.stdout.write(f"{assessment.reference} {assessment.name}: the approval is superseded. {ending.reason}")
        for reminder in remind():
            assessment = reminder.seat.snapshot.assessment
            self.stdout.write(f"{assessment.reference} {assessment.name}: {reminder.person.full_name} was reminded.")
        self._stamp()
        make_digests(today=today())
        call_command("notify", stdout=self.stdout, stderr=self.stderr)
        SessionStore.clear_expired()

    def _stamp(self) -> None:
        """Last, so that the stamp covers what this run did."""
        try:
            stamp = stamp_due(today=today())
        except NoStampError:
            self.stderr.write(
                "The time-stamp authority gave no time-stamp, so the audit log has none for today yet: "
                "the next run asks again, and its stamp covers every event until then."
            )
            return
        if stamp:
            self.stdout.write(f"The audit log was time-stamped by {stamp.authority} up to event {stamp.seq}.")
