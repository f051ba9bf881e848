"""What people say to each other about an item, as a thread: open comments first, newest last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wizard.models import Assessment, Comment
from wizard.phases import ITEMS
from wizard.presenters.moments import moment


@dataclass(frozen=True)
class CommentView:
    """One comment; `settled` says who settled it and when, and is empty for an open one."""

    id: int
    who: str
    when: str
    text: str
    settled: str


@dataclass(frozen=True)
class ThreadView:
    """The comments on one item. `typed` and `errors` are of a comment that was not accepted."""

    item: str
    href: str
    open: tuple[CommentView, ...]
    settled: tuple[CommentView, ...]
    words: str
    may_write: bool
    back: str
    typed: str = ""
    errors: tuple[str, ...] = ()
    focused: bool = False


def thread(assessment: Assessment, item: str, comments: Iterable[Comment], *, may_write: bool, back: str) -> ThreadView:
    """The thread of an item. `back` names the page on which it stands, to which a form without scripts returns."""
    views = [_view(comment) for comment in comments]
    unsettled, settled = [one for one in views if not one.settled], [one for one in views if one.settled]
    return ThreadView(
        item=item,
        href=reverse("wizard:comments", args=[assessment.reference, item]),
        open=tuple(unsettled),
        settled=tuple(settled),
        words=_words(len(unsettled), len(settled)),
        may_write=may_write,
        back=back,
    )


def threads(
    assessment: Assessment, comments: Mapping[str, Iterable[Comment]], *, may_write: bool, back: str
) -> dict[str, ThreadView]:
    """The thread of every item of the checklist; one without comments is empty."""
    return {item: thread(assessment, item, comments.get(item, ()), may_write=may_write, back=back) for item in ITEMS}


def open_words(count: int) -> str:
    """How many comments are open, for a list of items."""
    return ngettext("%(count)d open comment", "%(count)d open comments", count) % {"count": count}


def _words(unsettled: int, settled: int) -> str:
    if not unsettled:
        return ngettext("%(count)d comment, settled", "%(count)d comments, all settled", settled) % {"count": settled}
    words = open_words(unsettled)
    return _("%(open)s, %(settled)d settled") % {"open": words, "settled": settled} if settled else words


def _view(comment: Comment) -> CommentView:
    settled = ""
    if comment.settled_by and comment.settled_at:
        told = {"who": comment.settled_by.full_name, "when": moment(comment.settled_at)}
        settled = _("Settled by %(who)s, %(when)s") % told
    return CommentView(comment.pk, comment.author.full_name, moment(comment.written_at), comment.text, settled)
