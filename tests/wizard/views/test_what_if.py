"""What if an answer were another: copies in the address, differences only, applied or kept."""

from __future__ import annotations

import re
from html import unescape

from tests.wizard.views.test_changes import DISTILS, address, blocked, data_of  # noqa: F401 (a fixture)
from wizard.models import Answer, Assessment, AuditEvent

NO_DISTILLING = "a=/outputs/distils%3Ano&a=/outputs/train%3Anone"


def what_if(client, assessment, query=""):
    page = client.get(f"{address(assessment, 'what-if')}?{query}")
    assert page.status_code == 200
    return unescape(page.text)


def found(pattern, page):
    """The first match in a page, and its first group where it has one."""
    match = re.search(pattern, page, re.DOTALL)
    assert match, pattern
    return match[match.lastindex or 0]


def copy_of(page, number=1):
    section = found(rf'<section class="decision stack" aria-labelledby="copy-{"abc"[number - 1]}">.*?</section>', page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", section))


def test_a_copy_tells_the_verdicts_that_differ_and_what_falls_away(blocked, as_author):  # noqa: F811
    told = copy_of(what_if(as_author, blocked, NO_DISTILLING))
    assert "Will outputs be used to train a model? No: outputs train nothing" in told
    assert re.search(r"Llama 4 Maverick from Blocked → to (Undecided|Conditions)", told)
    assert "No longer found" in told
    assert "Qwen3-32B from" not in told


def test_another_seat_is_a_copy_of_its_own_beside_the_first(blocked, as_author):  # noqa: F811
    page = what_if(as_author, blocked, NO_DISTILLING + "&b=/organisation/country%3AIE")
    assert "In which country is your organisation seated? Ireland" in copy_of(page, 2)
    assert "No verdict changes." in copy_of(page, 2)
    assert "Ireland" not in copy_of(page, 1)
    assert "No verdict changes." not in copy_of(page, 1)
    assert 'value="/organisation/country:DE"' in page


def test_looking_changes_nothing(blocked, as_author):  # noqa: F811
    before = AuditEvent.objects.count()
    what_if(as_author, blocked, NO_DISTILLING)
    assert AuditEvent.objects.count() == before
    assert data_of(blocked) == DISTILS


def test_a_choice_is_put_into_the_address(blocked, as_author):  # noqa: F811
    page = address(blocked, "what-if")
    first = as_author.get(page, {"add": ["/outputs/train:none", ""], "to": "a"})
    assert first["Location"] == f"{page}?a=%2Foutputs%2Ftrain%3Anone"
    other = as_author.get(page, {"a": "/outputs/train:none", "add": "/outputs/train:same-family", "to": "a"})
    assert other["Location"] == f"{page}?a=%2Foutputs%2Ftrain%3Asame-family"
    new = as_author.get(page, {"a": "/outputs/train:none", "add": "/organisation/country:IE", "to": "b"})
    assert new["Location"].endswith("&b=%2Forganisation%2Fcountry%3AIE")


def test_a_list_is_offered_word_by_word(blocked, as_author):  # noqa: F811
    as_author.post(
        address(blocked, "items/weights-code-outputs"),
        {"uses": "weights", "delivery": ["hosted-service", "on-device"], "seen_version": "0"},
    )
    page = what_if(as_author, blocked)
    assert 'value="/use/delivery:-on-device"' in page
    assert 'value="/use/delivery:+ship-weights"' in page
    told = copy_of(what_if(as_author, blocked, "a=/use/delivery%3A-on-device"))
    assert "How does the model reach its users? without" in told


def test_what_makes_no_difference_says_so(blocked, as_author):  # noqa: F811
    assert "Nothing would differ" in copy_of(what_if(as_author, blocked, "a=/outputs/distils%3Ayes"))


def test_what_no_page_wrote_into_the_address_breaks_nothing(blocked, as_author):  # noqa: F811
    assert 'aria-labelledby="copy-' not in what_if(as_author, blocked, "a=nonsense&b=&c=/candidates:x&a=/use")
    assert "answer it there" in copy_of(what_if(as_author, blocked, "a=/outputs/train%3Aperhaps"))


def test_a_copy_is_applied_in_one_step(blocked, as_author):  # noqa: F811
    page = what_if(as_author, blocked, NO_DISTILLING)
    form = found(r'<form method="post" action="[^"]*/change/">.*?</form>', page)
    keys = re.findall(r'name="change" value="([^"]*)"', form)
    answer = as_author.post(address(blocked, "change"), {"change": keys, "back": address(blocked, "result")})
    assert answer["Location"] == f"{address(blocked, 'result')}#step"
    assert data_of(blocked)["train"] == "none"


def test_a_copy_is_kept_as_a_draft_of_its_own_with_its_answers(blocked, as_author):  # noqa: F811
    page = what_if(as_author, blocked, "a=/outputs/distils%3Ano")
    keep = found(r'href="([^"]*/copy/\?[^"]*)"', page)
    form = unescape(as_author.get(keep).text)
    assert "Do you distil into a model outside the licensed family? No" in form
    sent = {"name": "Without distilling", "change": re.findall(r'name="change" value="([^"]*)"', form)}
    as_author.post(address(blocked, "copy"), sent)
    kept = Assessment.objects.get(name="Without distilling")
    assert data_of(kept)["distils"] == "no"
    assert data_of(blocked)["distils"] == "yes"
    assert Answer.objects.filter(assessment=kept).count() == Answer.objects.filter(assessment=blocked).count()


def test_the_page_asks_the_database_the_same_few_things_whatever_is_compared(
    blocked,  # noqa: F811
    told,
    as_author,
    django_assert_num_queries,
):
    for assessment in (blocked, told):
        for query in ("", NO_DISTILLING, NO_DISTILLING + "&b=/organisation/country%3AIE&c=/use/commercial%3Ano"):
            what_if(as_author, assessment, query)
            with django_assert_num_queries(5):
                what_if(as_author, assessment, query)
