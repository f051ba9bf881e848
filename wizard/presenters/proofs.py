"""What shows that a duty is fulfilled: a link, a file, and who added each of them when."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalog.presenters.language import Spoken
from catalog.presenters.words import day
from wizard.models import Todo, User

LINK, FILE = "link", "file"
KINDS = Spoken({LINK: "Link", FILE: "File"})


@dataclass(frozen=True)
class Piece:
    """One piece of evidence as a snapshot keeps it: a link with its `url`, or a file with the SHA-256 of its bytes.

    `on` is an ISO date; it and `by` are empty where nobody noted them.
    """

    kind: str
    title: str
    url: str = ""
    sha256: str = ""
    by: str = ""
    on: str = ""


@dataclass(frozen=True)
class PieceView:
    """One piece on a page: what it is and since when, and where it is opened; no address where it may not be."""

    kind: str
    title: str
    href: str
    added: str
    sha256: str


def pieces(todo: Todo) -> Iterator[Piece]:
    """The evidence of one duty. The people of the duty are loaded."""
    if todo.proof:
        yield Piece(LINK, todo.proof, url=todo.proof, by=_name(todo.proof_by), on=_day(todo.proof_at))
    if todo.sha256:
        yield Piece(FILE, todo.filename, sha256=todo.sha256, by=_name(todo.file_by), on=_day(todo.file_at))


def piece_view(piece: Piece, reference: str) -> PieceView:
    """One piece as the people of an assessment see it; without a reference the file is named and not offered."""
    href = piece.url
    if piece.sha256 and reference:
        href = reverse("wizard:todo_file", args=[reference, piece.sha256])
    added = day(date.fromisoformat(piece.on)) if piece.on else ""
    if piece.by and added:
        added = _("%(name)s, %(day)s") % {"name": piece.by, "day": added}
    return PieceView(KINDS[piece.kind], piece.title, href, added, piece.sha256)


def evidence_of_entry(licences: Collection[str], todos: Iterable[Todo]) -> list[dict[str, str]]:
    """The evidence of the duties under these licences, and under the AI Act, for programs: the duty by its key."""
    return [
        {"duty": todo.key, **asdict(piece)}
        for todo in todos
        if todo.key.startswith("ai-act:") or todo.key.split(":")[1] in licences
        for piece in pieces(todo)
    ]


def _name(person: User | None) -> str:
    return person.full_name if person else ""


def _day(moment: datetime | None) -> str:
    return localdate(moment).isoformat() if moment else ""
