"""Sending a message to somebody who has an account."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from wizard.models import User

log = logging.getLogger(__name__)


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
