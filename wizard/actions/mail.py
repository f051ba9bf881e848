"""Sending a message to somebody who has an account."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy

from wizard.models import Snapshot, User

log = logging.getLogger(__name__)

SUBJECTS = {
    "to_sign": gettext_lazy("Your signature is asked for: %(name)s (%(reference)s)"),
    "issued": gettext_lazy("The report is issued: %(name)s (%(reference)s)"),
}


PAGES = {"to_sign": "wizard:making", "issued": "wizard:report"}


def link(name: str, *arguments: str) -> str:
    """The whole address of a page, for a message; empty in a demonstration, which nobody reaches from outside."""
    return whole_address(reverse(name, args=arguments))


def whole_address(path: str) -> str:
    """A path of this service as others reach it; empty in a demonstration."""
    return f"https://{settings.PUBLIC_HOST}{path}" if settings.PUBLIC_HOST else ""


def send_mail(*, to: User, subject: str, body: str) -> bool:
    """Hand a message to the mail server; False when none is configured or it does not take the message.

    Never within a transaction: a slow server would hold the database. Without a server the message waits as a file
    for the administrator, and the caller says so.
    """
    try:
        EmailMessage(subject, body, to=[to.email]).send()
    except (OSError, SMTPException) as problem:
        log.warning("A message to person %s was not sent: %s", to.pk, problem)
        return False
    return bool(settings.EMAIL_HOST)


def announce(what: str, *, to: User, snapshot: Snapshot) -> bool:
    """Tell somebody how a review goes on; `what` is a key of SUBJECTS and names the text under wizard/mail."""
    assessment = snapshot.assessment
    subject = str(SUBJECTS[what]) % {"reference": assessment.reference, "name": assessment.name}
    context = {"to": to, "assessment": assessment, "link": link(PAGES[what], assessment.reference)}
    body = render_to_string(f"wizard/mail/{what}.txt", context)
    return send_mail(to=to, subject=subject, body=body)
