"""Notices as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wizard.models import Delivery, DeliveryState, Notice
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class NoticeRow:
    """One notice: the sentence, the page where one sees to it, what it is about, and when it was told.

    `doubt` says that mail about it did not arrive, or perhaps not; empty otherwise.
    """

    id: int
    says: str
    href: str
    about: str
    when: str
    doubt: str


def notice_rows(notices: Iterable[Notice]) -> tuple[NoticeRow, ...]:
    """Put notices into rows, in their order."""
    return tuple(
        NoticeRow(one.pk, one.says, one.page, str(one.get_kind_display()), moment(one.created_at), _doubt(one.mail))
        for one in notices
    )


def _doubt(mail: Delivery | None) -> str:
    if mail is None:
        return ""
    if mail.state == DeliveryState.UNCERTAIN:
        return _("Mail about this may not have arrived.")
    return _("Mail about this did not arrive.") if mail.state == DeliveryState.GIVEN_UP else ""
