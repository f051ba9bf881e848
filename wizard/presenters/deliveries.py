"""What leaves the house, as administrators see it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wizard.models import Delivery, DeliveryState, Webhook
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class WebhookView:
    """The webhook in use: its address, and who set it when."""

    address: str
    who: str


@dataclass(frozen=True)
class CallRow:
    """One call: its id, the sentence it tells, how far it is, and why not further; `failed` after a failure."""

    name: str
    about: str
    state: str
    why: str
    failed: bool


@dataclass(frozen=True)
class MailRow:
    """A mail that may not have arrived: to whom, since when, and why."""

    who: str
    state: str
    why: str
    when: str


def webhook_view(webhook: Webhook | None) -> WebhookView | None:
    """The webhook in use, if there is one."""
    if webhook is None:
        return None
    told = {"who": webhook.set_by.full_name, "when": moment(webhook.set_at)}
    return WebhookView(webhook.address, _("Set by %(who)s on %(when)s.") % told)


def call_rows(calls: Iterable[Delivery]) -> tuple[CallRow, ...]:
    """Put calls into rows, in their order."""
    return tuple(
        CallRow(
            name=str(one.name),
            about=json.loads(one.content)["data"]["says"],
            state=_state(one),
            why=why(one) if one.state != DeliveryState.SENT else "",
            failed=bool(one.trouble),
        )
        for one in calls
    )


def mail_rows(mails: Iterable[Delivery]) -> tuple[MailRow, ...]:
    """Put mails into rows, in their order."""
    return tuple(
        MailRow(
            who=mail.person.full_name if mail.person else "",
            state=str(mail.get_state_display()),
            why=why(mail),
            when=moment(mail.ended_at or mail.due_at),
        )
        for mail in mails
    )


def why(one: Delivery) -> str:
    """Why it is not sent, with the status of the other side; empty where nothing went wrong."""
    words = str(one.get_trouble_display()) if one.trouble else ""
    return f"{words} ({one.answer})" if one.answer and words else words


def _state(one: Delivery) -> str:
    if one.state == DeliveryState.SENT and one.ended_at:
        return _("Sent on %(when)s") % {"when": moment(one.ended_at)}
    if one.state == DeliveryState.WAITING and one.attempts:
        failed = ngettext("%(count)d attempt failed", "%(count)d attempts failed", one.attempts)
        told = {"failed": failed % {"count": one.attempts}, "when": moment(one.due_at)}
        return _("%(failed)s; the next is due on %(when)s") % told
    return str(one.get_state_display())
