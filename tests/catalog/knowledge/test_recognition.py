"""Texts are our own: a small licence for kites, written for these tests, and sketches made of it."""

import base64
from array import array
from datetime import date
from pathlib import Path

import pytest

from catalog.knowledge.comparison import changed_words
from catalog.knowledge.loading import CatalogueProblem
from catalog.knowledge.recognition import recognise
from catalog.knowledge.sketches import Index, Sketch, open_sketches, sketch_of
from catalog.knowledge.words import MOST_CHARACTERS, TextTooLong, normalise
from tests.support.clock import worked

DATA = Path(__file__).parents[3] / "catalog" / "data"

KITE = """Kite Community Licence

Copyright (c) 2031 Kite Makers of Example Town

1. You may fly, copy and change the kites, and you may pass them on to others,
   as long as this text goes with every kite that leaves your hands.
2. If more than 700 million people flew your kites in the month before the first
   kite was released, you must ask the makers first, and you have no rights until
   they answer in writing.
3. Nobody may fly a kite near an airport, over a crowd, or in a storm, and whoever
   hands a kite to somebody else has to tell that person the same in writing.
4. The makers promise nothing: not that a kite flies, nor that it lands, nor that
   it is fit for any purpose that you may have in mind when you pick it up.
"""
BOAT = """Boat Licence

- Everybody may sail the boats for as long as they please, on every lake and on every river, alone or with guests.
- Whoever changes a boat writes the change and its day on the hull where the next sailor is going to read it first.
- A boat that was rented out for money is brought back clean, dry and with the number of hours that it was at sea.
- The harbour answers for nothing that happens on the water, and sailors answer for the children they take along.
"""
# The kites' second version: another limit, another duty, everything else the same.
KITE_2 = KITE.replace("Community Licence", "Community Licence Two").replace("in a storm", "in a storm or in the dark")


def sketch(text: str, licence: str, variant: str = "1") -> Sketch:
    made = sketch_of(text)
    packed = array("I")
    packed.frombytes(base64.b64decode(made.pop("shingles")))
    url, read_on = "https://example.org/licence", date(2026, 11, 23)
    return Sketch(
        licence=licence,
        document="licence",
        variant=variant,
        url=url,
        read_on=read_on,
        shingles=frozenset(packed),
        **made,
    )


@pytest.fixture
def index() -> Index:
    return Index([sketch(KITE, "kite"), sketch(KITE_2, "kite-2"), sketch(BOAT, "boat")])


@pytest.fixture(scope="module")
def on_file() -> Index:
    return open_sketches(DATA / "sketches")


# --- words -----------------------------------------------------------------------------------------------------------


def test_layout_case_punctuation_and_list_markers_are_no_words() -> None:
    assert normalise("1. You MAY fly;\n\n  (b) “you” may-sail.") == normalise("* you may fly\n* You may sail")


def test_numbers_and_the_signs_around_them_are_words() -> None:
    assert normalise("above US$1,000,000") == normalise("above US$ 1000000")
    assert normalise("700 million") != normalise("900 million")
    assert normalise("> 5 %") != normalise("< 5 %")
    assert normalise("50% of it") != normalise("50 of it")
    assert normalise("limit 1.5") != normalise("limit 15")


def test_a_number_that_begins_a_line_in_the_middle_of_a_sentence_is_no_list_marker() -> None:
    assert "50" in normalise("for no more than\n50. Then ask.")
    assert normalise("Said so.\n50. Then ask.") == normalise("Said so. Then ask.")


def test_a_line_that_only_names_the_holder_is_set_aside_and_told(index: Index) -> None:
    other = KITE.replace("Copyright (c) 2031 Kite Makers of Example Town", "Copyright 2035 Ada Example")
    answer = recognise(other, index)
    assert (answer.kind, answer.licences, answer.notices) == ("known", ("kite",), ("Copyright 2035 Ada Example",))


@pytest.mark.parametrize(
    "more",
    [
        "No kite may be flown for money, nor by anybody older than nine, nor on any day in June.",
        "Not for sale.",
        "Research only",
        "Commercial kites excluded",
    ],
)
def test_a_holders_line_cannot_hide_a_condition(index: Index, more: str) -> None:
    answer = recognise(KITE.replace("Example Town", f"Example Town. {more}"), index)
    assert answer.kind != "known"
    assert answer.licences == ()


# --- recognition -----------------------------------------------------------------------------------------------------


def test_a_known_text_is_known_whatever_its_layout(index: Index) -> None:
    answer = recognise(" ".join(KITE.replace("1.", "").split("\n\n")).upper(), index)
    assert recognise(KITE.upper().replace("\n", "\r\n"), index).licences == ("kite",)
    assert answer.matches[0].sketch.licence == "kite"


def test_one_number_makes_a_text_changed_and_shows_the_place(index: Index) -> None:
    answer = recognise(KITE.replace("700", "900"), index)
    assert answer.kind == "changed"
    assert answer.licences == ()
    nearest = answer.matches[0]
    assert nearest.sketch.licence == "kite"
    assert 0 < nearest.missing < 0.05
    assert 0 < nearest.added < 0.05
    assert [passage.words for passage in answer.passages] == ["900"]
    assert answer.passages[0].before.endswith("If more than")
    assert answer.passages[0].after.startswith("million people")


def test_removed_words_are_a_change_with_a_place(index: Index) -> None:
    answer = recognise(KITE.replace(" over a crowd,", ""), index)
    assert answer.kind == "changed"
    assert [(passage.words, passage.after.split()[:2]) for passage in answer.passages] == [("", ["or", "in"])]


def test_a_near_tie_names_the_nearest_and_the_other(index: Index) -> None:
    answer = recognise(KITE_2.replace("700", "900"), index)
    assert answer.matches[0].sketch.licence == "kite-2"
    assert [match.sketch.licence for match in answer.near] == ["kite"]


def test_a_licence_within_a_longer_file_is_contained_and_the_other_words_are_told(index: Index) -> None:
    answer = recognise(f"# My kites\n\nThey are red.\n\n{KITE}\nBut you may never sell one.", index)
    assert answer.kind == "contains"
    assert answer.licences == ()
    assert [match.sketch.licence for match in answer.matches] == ["kite"]
    assert answer.rest == ("My kites They are red", "But you may never sell one")


def test_two_licences_in_one_file_are_both_named(index: Index) -> None:
    both = recognise(f"{KITE}\n{BOAT}", index)
    assert (both.kind, both.licences) == ("known", ("kite", "boat"))
    relatives = recognise(f"{KITE}\n{KITE_2}", index)
    assert (relatives.kind, relatives.licences) == ("known", ("kite", "kite-2"))
    one_changed = recognise(f"{KITE.replace('700', '900')}\n{BOAT}", index)
    assert one_changed.kind == "changed"
    assert [(match.sketch.licence, match.exact) for match in one_changed.matches] == [("kite", False), ("boat", True)]


@pytest.mark.parametrize("text", ["", "   \n", "You may fly.", "A text about cooking and its many pleasures. " * 20])
def test_what_is_not_close_to_a_known_text_is_unknown(index: Index, text: str) -> None:
    answer = recognise(text, index)
    assert (answer.kind, answer.matches, answer.near) == ("unknown", (), ())


def test_a_hostile_text_takes_less_than_a_second_and_a_longer_one_is_refused(on_file: Index) -> None:
    repeated = "a " * (MOST_CHARACTERS // 2)
    different = " ".join(f"w{number}" for number in range(50_000))[:MOST_CHARACTERS]
    for text in (repeated, different, KITE * 300):
        started = worked()
        recognise(text, on_file)
        assert worked() - started < 1
    with pytest.raises(TextTooLong, match="Give the licence text alone"):
        recognise("a " * 1_000_000, on_file)


# --- what is on file -------------------------------------------------------------------------------------------------


def test_the_sketches_on_file_can_be_used_and_are_small(on_file: Index) -> None:
    assert len({one.licence for one in on_file.sketches}) > 50
    assert len({(one.licence, one.sha256) for one in on_file.sketches}) == len(on_file.sketches)
    assert sum(path.stat().st_size for path in (DATA / "sketches").iterdir()) < 1_200_000
    started = worked()
    recognise(KITE * 10, on_file)
    assert worked() - started < 0.1


def test_the_sketches_hold_no_text(on_file: Index) -> None:
    allowed = {"document", "variant", "url", "read_on", "words", "sha256", "opens", "shingles"}
    for path in (DATA / "sketches").glob("*.yaml"):
        keys = {line.lstrip("- ").split(":")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]}
        assert keys - allowed == set(), path.name


def test_a_damaged_sketch_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "kite.yaml").write_text("texts:\n- document: licence\n  shingles: AAAA\n", encoding="utf-8")
    with pytest.raises(CatalogueProblem, match=r"kite.yaml: texts\[0\].*Make it again"):
        open_sketches(tmp_path)


# --- comparison ------------------------------------------------------------------------------------------------------


def test_changed_words_come_with_what_stood_there_before() -> None:
    changes = changed_words(
        KITE, KITE.replace("700", "900").replace(" over a crowd,", "").replace("storm", "red storm")
    )
    assert [(one.before, one.after) for one in changes] == [("700", "900"), ("over a crowd", ""), ("", "red")]
    assert changes[0].context.endswith("If more than")
    assert changed_words(KITE, KITE.upper()) == ()
    assert [(one.before, one.after) for one in changed_words("", "Fly away now")] == [("", "Fly away now")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 190_000, "a " * 189_999),
        ("a b " * 90_000, "b a " * 95_000),
        (" ".join(str(number) for number in range(50_000)), " ".join(str(number) for number in range(50_000, 0, -1))),
    ],
)
def test_a_comparison_of_hostile_texts_takes_less_than_a_second(old: str, new: str) -> None:
    started = worked()
    assert changed_words(old, new)
    assert worked() - started < 1
