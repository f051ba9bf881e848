"""Sentences found again by their English."""

import json

from catalog.knowledge.sentences import Sentence, joined, sentence
from catalog.presenters.retold import texts_in, with_sentences

SAID = sentence("{model} may be used.", model="Yi 34B")
EVALUATION = {"models": [{"model": "yi-34b", "findings": [{"says": SAID, "because": ["/use"]}]}], "traps": []}


def test_every_text_of_a_document_is_found() -> None:
    assert list(texts_in(EVALUATION)) == ["yi-34b", SAID, "/use"]


def test_what_was_written_down_can_be_told_again() -> None:
    frozen = json.loads(json.dumps(EVALUATION))
    again = with_sentences(frozen, EVALUATION)
    assert again == frozen
    assert isinstance(again["models"][0]["findings"][0]["says"], Sentence)
    assert type(again["models"][0]["model"]) is str


def test_a_sentence_that_is_no_longer_said_stays_as_it_was_written() -> None:
    frozen = {"says": "It was said otherwise then."}
    again = with_sentences(frozen, {"says": joined(" ", [SAID, SAID])})
    assert again == frozen
    assert type(again["says"]) is str
