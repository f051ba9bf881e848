"""Two to four licences side by side, term by term; also what one version changed against the one before it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalog.knowledge.entries import Licence
from catalog.knowledge.index import Catalogue
from catalog.knowledge.sentences import for_translation
from catalog.presenters import values, words
from catalog.presenters.language import gettext as _
from catalog.presenters.language import told
from catalog.presenters.licence import SUBJECTS, Link, licence_link
from catalog.presenters.matrix import Choice, Filter
from catalog.presenters.readings import Shelf, warning

FEWEST, MOST = 2, 4
TOO_FEW = for_translation("Choose at least two licences to compare.")
TOO_MANY = for_translation("Four licences fit side by side; the first four of your choice are shown.")


@dataclass(frozen=True)
class Side:
    """What one licence says on a topic: the value, the sentence, and the guide's value where it is another."""

    licence: str
    value: str
    says: str = ""
    guide: str = ""
    clause: str = ""
    warning: str = ""
    warning_class: str = ""


@dataclass(frozen=True)
class Topic:
    """One row of the comparison."""

    name: str
    label: str
    differs: bool
    sides: tuple[Side, ...]


@dataclass(frozen=True)
class Subject:
    """The rows of one subject."""

    label: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Comparison:
    """The page: who is compared, the rows, and how many of them differ."""

    heads: tuple[Link, ...]
    subjects: tuple[Subject, ...]
    count: str


@dataclass(frozen=True)
class Choosing:
    """The form: one list for each place, and what is wrong with the choice."""

    places: tuple[Filter, ...]
    trouble: str


def comparison(licences: Sequence[Licence], catalogue: Catalogue, shelf: Shelf, *, all_rows: bool) -> Comparison:
    """Compare licences by their texts. `all_rows` also shows the topics on which they agree."""
    heads = tuple(licence_link(licence.id, catalogue, _head_note(licence)) for licence in licences)
    subjects = [*_about(licences), *(_subject(told(label), topics, licences, shelf) for label, topics in SUBJECTS)]
    rows = [topic for subject in subjects for topic in subject.topics]
    differing = sum(topic.differs for topic in rows)
    shown = (
        Subject(subject.label, tuple(topic for topic in subject.topics if all_rows or topic.differs))
        for subject in subjects
    )
    count = _("%(differing)s of %(n)s differ.") % {
        "differing": differing,
        "n": words.counted(len(rows), "topic", "topics"),
    }
    return Comparison(heads, tuple(subject for subject in shown if subject.topics), count)


def choosing(picked: Sequence[str], catalogue: Catalogue) -> Choosing:
    """Offer four places with what was picked. Ids that no licence has are left out."""
    known = tuple(name for name in picked if name in catalogue.licences)
    names = sorted(((it.short, name) for name, it in catalogue.licences.items()), key=lambda it: it[0].casefold())
    places = tuple(
        Filter(
            f"place-{number + 1}",
            _("Licence %(value)s") % {"value": number + 1},
            tuple(Choice(name, label, name == _at(known, number)) for label, name in names),
        )
        for number in range(MOST)
    )
    trouble = told(TOO_FEW) if len(known) < FEWEST else told(TOO_MANY) if len(known) > MOST else ""
    return Choosing(places, trouble)


def _at(names: Sequence[str], number: int) -> str:
    return names[number] if number < len(names) else ""


def _head_note(licence: Licence) -> str:
    return ", ".join(filter(None, (licence.steward, licence.version)))


def _about(licences: Sequence[Licence]) -> Iterable[Subject]:
    """What is no term of the text: family, openness and the judgement of others."""
    rows: tuple[tuple[str, str, Callable[[Licence], str]], ...] = (
        ("family", _("Family"), lambda it: words.FAMILIES[it.family]),
        ("osi", _("Open Source Initiative"), lambda it: _("Approved") if it.osi_approved else _("Not approved")),
        ("osaid", _("Open Source AI Definition"), lambda it: words.OSAID[it.osaid]),
    )
    yield Subject(_("The licence"), tuple(_plain(name, label, licences, say) for name, label, say in rows))
    tests = tuple(_test(name, label, licences) for name, label in words.OPENNESS.items())
    yield Subject(_("Openness under the AI Act"), tests)


def _plain(name: str, label: str, licences: Sequence[Licence], say: Callable[[Licence], str]) -> Topic:
    sides = tuple(Side(licence.short, say(licence)) for licence in licences)
    return Topic(name, label, len({side.value for side in sides}) > 1, sides)


def _test(name: str, label: str, licences: Sequence[Licence]) -> Topic:
    found = [(licence.short, getattr(licence.openness, name)) for licence in licences]
    sides = tuple(Side(short, words.MET[test.met], told(test.why)) for short, test in found)
    differs = len({test.met for _, test in found}) > 1
    return Topic(name, f"{name}, {label[:1].lower()}{label[1:]}", differs, sides)


def _subject(label: str, topics: Iterable[str], licences: Sequence[Licence], shelf: Shelf) -> Subject:
    return Subject(label, tuple(_topic(topic, licences, shelf) for topic in topics))


def _topic(topic: str, licences: Sequence[Licence], shelf: Shelf) -> Topic:
    """Values tell the difference; where a topic carries none, its sentences do."""
    terms = [licence.terms.term(topic) for licence in licences]
    spoken = {values.of_reading(term.text) or told(term.text.says) for term in terms}
    differs = len(spoken) > 1 or any(term.text.value != terms[0].text.value for term in terms)
    return Topic(topic, words.TOPICS[topic], differs, tuple(_side(licence, topic, shelf) for licence in licences))


def _side(licence: Licence, topic: str, shelf: Shelf) -> Side:
    term = licence.terms.term(topic)
    spoken, css = warning(term.text.confidence, term.text.read_on, shelf.today)
    return Side(
        licence=licence.short,
        value=values.of_reading(term.text),
        says=told(term.text.says),
        guide=values.in_words(term.guide.value) or told(term.guide.says) if term.guide and term.disputed else "",
        clause=words.clause_words(term.text.clause),
        warning=spoken,
        warning_class=css,
    )
