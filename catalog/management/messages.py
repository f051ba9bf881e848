"""The messages that translators need, drawn from the code, the templates and the catalogue without tools of the system.

Code and templates mark what they say (`MARKS`); in the catalogue every key says whether it holds words (`NOT_WORDS`).
"""

from __future__ import annotations

import ast
import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation.template import templatize

from catalog.knowledge.cases import read_cases
from catalog.knowledge.places import COUNTRIES

ROOMS = ("catalog", "config", "wizard")
# Where a mark comes from, its name there, and which of its arguments are messages: singular and plural; -1 for a table.
MARKS: dict[str, dict[str, tuple[int, ...]]] = {
    "django.utils.translation": {
        "gettext": (0,),
        "gettext_lazy": (0,),
        "gettext_noop": (0,),
        "ngettext": (0, 1),
        "ngettext_lazy": (0, 1),
    },
    "catalog.knowledge.sentences": {"sentence": (0,), "counted": (0, 1), "for_translation": (-1,)},
    "catalog.presenters.language": {"Spoken": (-1,), "gettext": (0,), "ngettext": (0, 1), "counted": (1, 2)},
    "catalog.presenters.words": {"counted": (1, 2)},
}
# Keys of the catalogue that hold names, codes and addresses.
NOT_WORDS = frozenset(
    "id name short steward version publisher url hf_repo vendor aliases hub_tags spdx revision guide_flop value to "
    "from under".split()
)
# Documents without words for readers: what is recognised, who published what, how the law is shaped.
NO_PROSE = ("triggers.yaml", "sources.yaml", "edition.yaml", "law/shape.yaml")
# The same of an edition that was published.
NO_PROSE_PARTS = frozenset({"triggers", "sources", "edition"})
# Keys whose single small words are words too, and no codes.
WORDS = frozenset({"clause", "article", "label", "variant"})
_WORDS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"[\w./:+-]*[\d_/:-][\w./:+-]*|[a-z-]+")
_NUMERAL = re.compile(r"\([ivx]+\)")
_QUOTED = r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*\""""
_TEMPLATE_CALL = re.compile(rf"\b(_|gettext|ngettext)\(\s*u?({_QUOTED})\s*(?:,\s*u?({_QUOTED}))?")
_PLACES = (
    ("python-format", re.compile(r"%\(\w+\)[sd]")),
    ("python-brace-format", re.compile(r"\{\w+\}")),
)


class NotLiteral(Exception):
    """A call that marks a message does not hold its text, so that no translator could ever see it."""

    def __init__(self, where: str) -> None:
        super().__init__(f"{where}: the message is no literal. Write the text into the call, or say it with told().")


@dataclass
class Message:
    """One message: its text, its form for other numbers (or empty), and where it is said."""

    text: str
    many: str = ""
    where: list[str] = field(default_factory=list)

    def as_entry(self) -> str:
        """Write the message as an entry of a .pot file."""
        flags = [flag for flag, place in _PLACES if place.search(self.text)]
        lines = [f"#: {place}" for place in dict.fromkeys(self.where)]
        lines += [f"#, {', '.join(flags)}"] if flags else []
        lines += [f"msgid {_quoted(self.text)}"]
        lines += [f"msgid_plural {_quoted(self.many)}", 'msgstr[0] ""', 'msgstr[1] ""'] if self.many else ['msgstr ""']
        return "\n".join(lines)


def messages(root: Path) -> dict[str, Message]:
    """Return every message of a checkout by its text, in the order of its places. Raises NotLiteral."""
    found: dict[str, Message] = {}
    for where, text, many in _everything(root):
        message = found.setdefault(text, Message(text))
        message.many = message.many or many
        message.where.append(where)
    for where, text in _published(root):
        found.setdefault(text, Message(text, where=[where]))
    return found


def as_pot(found: Iterable[Message]) -> str:
    """Write messages as the template file that a translator starts from."""
    head = (
        '# Messages of Clearweights. Copy to config/locale/<language>/LC_MESSAGES/django.po and fill in.\nmsgid ""\n'
        'msgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    )
    return "\n".join([head, *(f"{message.as_entry()}\n" for message in found)])


def _everything(root: Path) -> Iterator[tuple[str, str, str]]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            yield from in_code(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from in_template(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    yield from (("catalog/knowledge/places.py", name, "") for name in COUNTRIES.values())
    for file in read_cases(root / "tests" / "cases"):
        yield from ((f"tests/cases/{file.room}/{file.subject}.yaml", case.name, "") for case in file.cases)
    data = root / "catalog" / "data"
    for path in sorted(data.rglob("*.yaml")):
        place = path.relative_to(data).as_posix()
        if place not in NO_PROSE and not place.startswith("editions/"):
            document = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
            document = _variants(document) if place.startswith("sketches/") else document
            yield from ((path.relative_to(root).as_posix(), text, "") for text in in_catalogue(document))


def _published(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the texts of published editions: they stay readable beside what they were changed to."""
    for path in sorted((root / "catalog" / "data" / "editions").glob("*.json.gz")):
        parts = json.loads(gzip.decompress(path.read_bytes()))
        place = path.relative_to(root).as_posix()
        for name in sorted(parts.keys() - NO_PROSE_PARTS):
            yield from ((place, text) for text in in_catalogue(parts[name]))


def _variants(sketches: Any) -> Any:
    """Of the sketches of licence texts, what tells two copies of one text apart; the rest are hashes."""
    return [{"variant": copy["variant"]} for copy in sketches["texts"]]


def in_code(code: str, place: str) -> Iterator[tuple[str, str, str]]:
    """Yield the messages of a Python file with their places. Raises NotLiteral."""
    if not any(module in code for module in MARKS) and "class Sentence" not in code:
        return
    tree = ast.parse(code)
    marks = _marks(tree)
    for node in ast.walk(tree):
        mark = marks.get(ast.unparse(node.func)) if isinstance(node, ast.Call) else None
        if mark is None or not isinstance(node, ast.Call):
            continue
        where = f"{place}:{node.lineno}"
        texts = [tuple(_table(node.args[0]))] if mark == (-1,) else [tuple(_literals(node.args[at])) for at in mark]
        if not all(texts):
            raise NotLiteral(where)
        if len(mark) == 2:
            yield where, texts[0][0], texts[1][0]
        else:
            yield from ((where, text, "") for text in texts[0])


def _marks(tree: ast.Module) -> dict[str, tuple[int, ...]]:
    """Return the marks of a file under the names that it gives them."""
    # The module of sentences says some itself.
    own = any(isinstance(node, ast.ClassDef) and node.name == "Sentence" for node in tree.body)
    known = dict(MARKS["catalog.knowledge.sentences"]) if own else {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom):
            continue
        for name in node.names:
            called = name.asname or name.name
            if (mark := MARKS.get(node.module or "", {}).get(name.name)) is not None:
                known[called] = mark
            of_module = MARKS.get(f"{node.module}.{name.name}", {})
            known.update({f"{called}.{attribute}": mark for attribute, mark in of_module.items()})
    return known


def _literals(node: ast.expr) -> Iterator[str]:
    """Yield the text of a literal, or of either branch of a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))


def _table(node: ast.expr) -> Iterator[str]:
    """Yield the texts of a table: values of a dictionary, members of a list, at any depth; never a key."""
    match node:
        case ast.Dict(values=values):
            yield from (text for value in values for text in _table(value))
        case ast.Tuple(elts=members) | ast.List(elts=members) | ast.Set(elts=members):
            yield from (text for member in members for text in _table(member))
        case ast.Call(args=arguments, keywords=keywords):
            yield from (text for value in [*arguments, *(word.value for word in keywords)] for text in _table(value))
        case _:
            yield from _literals(node)


def in_template(source: str, place: str) -> Iterator[tuple[str, str, str]]:
    """Yield the messages of a template with its place."""
    if "{% load i18n" not in source and " i18n" not in source:
        return
    for _, one, many in _TEMPLATE_CALL.findall(templatize(source)):
        yield place, ast.literal_eval(one), ast.literal_eval(many) if many else ""


def in_catalogue(entry: Any, key: str = "") -> Iterator[str]:
    """Yield what a document of the catalogue says in words."""
    if isinstance(entry, dict):
        yield from (text for name, value in entry.items() for text in in_catalogue(value, str(name)))
    elif isinstance(entry, list):
        yield from (text for value in entry for text in in_catalogue(value, key))
    elif isinstance(entry, str) and key not in NOT_WORDS and _is_prose(entry.strip(), key):
        yield entry.strip()


def _is_prose(text: str, key: str) -> bool:
    """Whether a text is words for a reader and not a code: “Right.” is, “eu-high-risk” and “CC-BY-4.0” are not."""
    return _WORDS.search(_NUMERAL.sub("", text)) is not None and (key in WORDS or _CODE.fullmatch(text) is None)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t").replace("\n", "\\n")
    return f'"{escaped}"'
