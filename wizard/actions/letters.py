"""Mail about notices: one message to one person, at once or as the mail of the day."""

from __future__ import annotations

from contextlib import suppress
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils.text import Truncator
from django.utils.translation import ngettext

from wizard.actions.mail import link, whole_address
from wizard.models import Delivery, Notice, Trouble, User
from wizard.process.delivery import End, Outcome

PERMANENT = 500
SUBJECT = 120


def send_letter(delivery: Delivery, person: User) -> Outcome:
    """Hand the mail of a delivery to the mail server; never within a transaction.

    What fails before the message is handed over has not arrived, and a refusal says so too. Where the connection ends
    in between, nobody knows: the message may have arrived.
    """
    if not person.is_active:
        return Outcome(End.HOPELESS, Trouble.CLOSED)
    message, connection = _message(delivery, person), get_connection()
    try:
        connection.open()
    except (OSError, SMTPException):
        return Outcome(End.FAILED, Trouble.UNREACHABLE, rests=True)
    try:
        connection.send_messages([message])
    except SMTPRecipientsRefused as refused:
        return _refused(max(code for code, _words in refused.recipients.values()))
    except SMTPResponseException as refused:
        return _refused(refused.smtp_code)
    except (OSError, SMTPException):
        return Outcome(End.UNCERTAIN, Trouble.INTERRUPTED, rests=True)
    finally:
        with suppress(OSError, SMTPException):
            connection.close()
    return Outcome(End.SENT)


def _refused(code: int) -> Outcome:
    return Outcome(End.HOPELESS if code >= PERMANENT else End.FAILED, Trouble.REFUSED, code)


def _message(delivery: Delivery, person: User) -> EmailMessage:
    notices = list(delivery.notices.order_by("id"))
    context = {
        "notices": [(one.says, whole_address(one.page)) for one in notices],
        "daily": delivery.digest_of is not None,
        "wishes": link("wizard:notice_wishes"),
    }
    body = render_to_string("wizard/mail/notices.txt", context)
    domain = whole_address("").removeprefix("https://") or "localhost"
    headers = {"Message-ID": f"<{delivery.name}@{domain}>"}
    return EmailMessage(_subject(notices), body, to=[person.email], headers=headers)


def _subject(notices: list[Notice]) -> str:
    if len(notices) == 1:
        return Truncator(" ".join(notices[0].says.split())).chars(SUBJECT)
    counted = ngettext("%(count)d notice from Clearweights", "%(count)d notices from Clearweights", len(notices))
    return counted % {"count": len(notices)}
