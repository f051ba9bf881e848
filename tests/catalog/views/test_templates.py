import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# The report is a document of its own: it is never served to a browser.
WEB = sorted(path for path in TEMPLATES.rglob("*.html") if "report" not in path.relative_to(TEMPLATES).parts[:1])
INLINE = re.compile(r"<style|<script(?![^>]*\ssrc=)|\sstyle\s*=|\son[a-z]+\s*=|\shx-on|javascript:", re.IGNORECASE)


class Answers(forms.Form):
    seat = forms.CharField(label="Seat", help_text="Where the company is managed.")
    size = forms.ChoiceField(label="Size", widget=forms.RadioSelect, choices=[("s", "Small"), ("l", "Large")])
    uses = forms.MultipleChoiceField(
        label="Uses", widget=forms.CheckboxSelectMultiple, choices=[("a", "Search"), ("b", "Translation")]
    )
    read = forms.BooleanField(label="I have read it")


def field(form: forms.Form, name: str, **more: object) -> str:
    return render_to_string("components/_field.html", {"field": form[name], **more})


@pytest.mark.parametrize("path", WEB, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_carries_style_or_script_of_its_own(path: Path) -> None:
    found = INLINE.search(path.read_text(encoding="utf-8"))
    assert found is None, found


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("components/*.html")), ids=lambda path: path.name)
def test_every_component_declares_its_parameters(path: Path) -> None:
    assert re.match(r"\{# .*[Pp]arameters?: .*#\}", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("errors/[!_]*.html")), ids=lambda path: path.name)
def test_an_error_page_needs_nothing_to_be_shown(path: Path) -> None:
    assert "<h1>" in render_to_string(f"errors/{path.name}")


def test_a_field_ties_hint_and_errors_to_its_control() -> None:
    page = field(Answers({}), "seat")
    assert 'aria-describedby="id_seat_helptext id_seat_error"' in page
    assert 'id="id_seat_helptext"' in page
    assert 'id="id_seat_error"' in page
    assert 'aria-invalid="true"' in page
    assert '<label for="id_seat">Seat</label>' in page


@pytest.mark.parametrize(
    ("labels", "css"),
    [
        (["Yes", "No", "I don’t know"], "choices short"),
        (["It is right", "I dispute it", "A note for the reviewer"], "choices short together"),
        (["No, nothing depends on it", "Yes: we publish a model and rely on the exemption", "I don’t know"], "choices"),
        (["A", "B", "C", "D"], "choices"),
    ],
)
def test_few_short_answers_stand_side_by_side_and_others_below_each_other(labels: list[str], css: str) -> None:
    class Sized(forms.Form):
        size = forms.ChoiceField(widget=forms.RadioSelect, choices=[(label, label) for label in labels])

    assert f'<div class="{css}">' in field(Sized(), "size")


@pytest.mark.parametrize("name", ["size", "uses"])
def test_choices_are_a_group_with_a_legend(name: str) -> None:
    page = field(Answers({}), name)
    assert "<fieldset" in page
    assert f"<legend>{name.title()}</legend>" in page
    assert f'aria-describedby="id_{name}_error"' in page
    assert page.count('class="choice"') == 2


def test_a_single_box_has_its_label_beside_it() -> None:
    assert re.search(r'type="checkbox".*<span>I have read it</span>', field(Answers(), "read"))


def test_an_optional_field_says_so() -> None:
    assert "(optional)" in field(Answers(), "seat", optional=True)
    assert "(optional)" not in field(Answers(), "seat")


def test_the_summary_links_each_error_to_its_control_and_takes_focus() -> None:
    form = Answers({})
    page = render_to_string("components/_error_summary.html", {"form": form})
    controls = "".join(field(form, name) for name in form.fields)
    assert "4 things to correct" in page
    assert "autofocus" in page
    targets = re.findall(r'href="#([^"]+)"', page)
    assert len(targets) == 4
    form.add_error("seat", "It is told twice.")
    assert "5 things to correct" in render_to_string("components/_error_summary.html", {"form": form})
    assert all(f'id="{target}"' in controls for target in targets)


def test_a_form_without_errors_has_no_summary() -> None:
    form = Answers({"seat": "Berlin", "size": "s", "uses": ["a"], "read": "on"})
    assert form.is_valid()
    assert render_to_string("components/_error_summary.html", {"form": form}).strip() == (
        render_to_string("components/_error_summary.html", {}).strip()
    )


@pytest.mark.parametrize("verdict", ["clear", "conditions", "undecided", "blocked"])
def test_a_verdict_is_said_in_a_word(verdict: str) -> None:
    page = render_to_string("components/_verdict.html", {"verdict": verdict})
    assert f">{verdict.title()}<" in page


def test_a_meter_says_its_numbers() -> None:
    page = render_to_string("components/_meter.html", {"label": "5 of 100 million", "percent": 5})
    assert "5 of 100 million" in page
    assert 'aria-label="5 percent used"' in page


def test_a_meter_without_a_number_draws_no_bar() -> None:
    page = render_to_string(
        "components/_meter.html", {"label": "Limit of 100 million, yours not known", "percent": None}
    )
    assert "yours not known" in page
    assert "<svg" not in page
