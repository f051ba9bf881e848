"""Notices as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wizard.models import Notice
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class NoticeRow:
    """One notice: the sentence, the page where one sees to it, what it is about, and when it was told."""

    id: int
    says: str
    href: str
    about: str
    when: str


def notice_rows(notices: Iterable[Notice]) -> tuple[NoticeRow, ...]:
    """Put notices into rows, in their order."""
    return tuple(
        NoticeRow(one.pk, one.says, one.page, str(one.get_kind_display()), moment(one.created_at)) for one in notices
    )
