"""A text as its words: what recognition hashes and what a comparison shows."""

import re
import unicodedata
from dataclasses import dataclass

# A line that only names a holder: short, begins as such lines do, and has no word that could make a condition.
_NOTICE = re.compile(
    r"\W*(?:copyright\b\s*(?:\(c\)|©|(?:19|20)\d\d\b|[\[<{(]\s*(?:year|yyyy))"
    r"|©\s*(?:19|20)\d\d\b|all rights reserved\W*$)",
    re.IGNORECASE,
)
_NOTICE_WORDS = 12
_CONDITION = re.compile(
    r"\b(?:not?|non|only|must|may|shall|cannot|never|except|unless|without|under|us(?:e|ed|es|age)|commercial\w*"
    r"|licen[cs]\w*|permi\w+|prohibit\w*|forbid\w*|restrict\w*|terms?|conditions?|research)\b",
    re.IGNORECASE,
)
# A list marker opens a line after a finished one; “more than / 50. Then” is a number at the end of a sentence.
_MARKER = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(?\d{1,2}\)|\(?[a-z]\)|\(?[ivx]{1,5}\)|[a-z]\.)\s+", re.IGNORECASE
)
_FINISHED = re.compile(r"(?:[.;:,!?*#>\-]|\b(?:and|or))\s*$", re.IGNORECASE)
# Numbers as a whole, signs that change a number's meaning, each ideograph by itself, and runs of letters.
_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[%$€£¥≤≥]|[<>]=?(?=\s?\d)|[{_IDEOGRAPHS}]|[^\W\d_{_IDEOGRAPHS}]+")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


# The longest licences have 40,000 characters; ten times that still takes less than a second.
MOST_CHARACTERS = 400_000


class TextTooLong(ValueError):
    """The text is longer than any licence."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"The text has {length:,} characters, more than the {MOST_CHARACTERS:,} that are read. "
            "Give the licence text alone."
        )


@dataclass(frozen=True)
class Split:
    """The words of a text, as they are compared (`plain`) and as they were written (`shown`), in parallel.

    `notices` are the lines that only name holders; they were set aside.
    """

    plain: tuple[str, ...]
    shown: tuple[str, ...]
    notices: tuple[str, ...]


def normalise(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: Unicode compatibility form, case folded, numbers kept."""
    return split(text).plain


def split(text: str) -> Split:
    """Take a text apart. List markers and layout are dropped, holders' lines are set aside. Raises TextTooLong."""
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(len(text))
    shown: list[str] = []
    notices: list[str] = []
    finished = True
    for line in unicodedata.normalize("NFKC", text).splitlines():
        if _is_notice(line):
            notices.append(" ".join(line.split()))
            finished = True
            continue
        marker = _MARKER.match(line) if finished else None
        shown += _WORD.findall(line, marker.end() if marker else 0)
        finished = not line.strip() or _FINISHED.search(line[-20:]) is not None
    return Split(tuple(map(_plain, shown)), tuple(shown), tuple(notices))


def _is_notice(line: str) -> bool:
    if len(line) > 400 or not _NOTICE.match(line):
        return False
    return len(line.split()) <= _NOTICE_WORDS and not _CONDITION.search(line)


def _plain(word: str) -> str:
    """Fold case, and write 1,000 as 1000."""
    return word.replace(",", "") if "," in word and _GROUPED.fullmatch(word) else word.casefold()
