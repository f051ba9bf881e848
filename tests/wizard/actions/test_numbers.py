"""Numbers are added and never changed; each step on the way to a limit is told once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from catalog.ambient import today
from tests.wizard import factories
from tests.wizard.views.cast import client_of
from wizard.actions.limits import limits_due
from wizard.actions.numbers import MOST_AT_ONCE, Entered, enter_numbers
from wizard.actions.register import retire
from wizard.actions.reviews import expire_due
from wizard.actions.superseding import revise, supersede_due
from wizard.models import Assessment, AuditEvent, LimitAlert, Notice, NumberSource, RegisterEntry, User, UserNumber
from wizard.process.lifecycle import State
from wizard.process.readings import Reading
from wizard.process.refusal import Refused
from wizard.queries.numbers import readings, watched

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)


@pytest.fixture
def someone() -> User:
    return factories.product_manager()


@pytest.fixture
def approved(data_dir: object) -> None:
    """An approval in force under a licence with a limit of 100 million users of a product."""
    factories.approved(factories.handed_over(factories.limited()), factories.legal_reviewer())


def enter(actor: User, *numbers: Reading) -> Entered:
    return enter_numbers(actor=actor, numbers=numbers, source=NumberSource.FORM, today=today())


def entered(owner: User) -> None:
    """Both models of such an approval in the register, answered for by this person."""
    draft = factories.limited()
    report = factories.approved(factories.handed_over(draft), factories.legal_reviewer())
    known = {"assessment": draft, "snapshot": report.snapshot, "entered_at": timezone.now()}
    for model in ("qwen2.5-72b", "llama-3.1-8b"):
        RegisterEntry.objects.get_or_create(model=model, ended_at=None, defaults={**known, "owner": owner})
    RegisterEntry.objects.update(owner=owner)


def users(value: int, day: date = DAY, product: str = "Shop", entity: str = "") -> Reading:
    return Reading(entity, product, "mau", day, value)


def test_a_correction_is_added_and_the_latest_entry_of_a_day_holds(someone: User) -> None:
    assert enter(someone, users(5)) == Entered(1, 0)
    assert enter(someone, users(6), users(4, date(2026, 9, 30))) == Entered(2, 0)
    assert [it.value for it in readings()] == [4, 6]
    assert UserNumber.objects.count() == 3


def test_the_same_again_adds_nothing_however_it_is_spelt(someone: User) -> None:
    enter(someone, users(5, entity="Acme"))
    assert enter(someone, users(5, product=" SHOP", entity="acme  ")) == Entered(0, 1)
    enter(someone, users(7, product="shop", entity="ACME"))
    assert {(it.entity, it.product) for it in UserNumber.objects.all()} == {("Acme", "Shop")}
    assert AuditEvent.objects.filter(action="numbers.entered").count() == 2


def test_all_or_none_are_entered(someone: User) -> None:
    with pytest.raises(Refused, match="lies in the future"):
        enter(someone, users(5), users(6, today() + timedelta(days=1)))
    with pytest.raises(Refused, match="enter them in parts"):
        enter(someone, *[users(it) for it in range(MOST_AT_ONCE + 1)])
    assert not UserNumber.objects.exists()
    assert not AuditEvent.objects.filter(action="numbers.entered").exists()


def test_each_step_is_told_once_and_only_what_is_new_later(someone: User, approved: None) -> None:
    assert limits_due(today=today()) == []
    enter(someone, users(60_000_000))
    assert [it.step for it in limits_due(today=today())] == ["50", "crossing"]
    assert limits_due(today=today()) == []
    enter(someone, users(92_000_000, DAY + timedelta(days=1)))
    assert [it.step for it in limits_due(today=today())] == ["75", "80", "talks", "90"]
    enter(someone, users(1, DAY + timedelta(days=2)))
    enter(someone, users(92_000_000, DAY + timedelta(days=3)))
    assert limits_due(today=today()) == []
    assert LimitAlert.objects.count() == 6
    assert AuditEvent.objects.filter(action="limit.reached").count() == 6


def test_a_limit_that_is_passed_ends_the_approval_and_growth_towards_it_does_not(someone: User, approved: None) -> None:
    enter(someone, users(99_999_999))
    assert limits_due(today=today())
    assert supersede_due(today=today()) == []
    enter(someone, users(130_000_000, DAY + timedelta(days=1)))
    [ending] = supersede_due(today=today())
    assert ending.reason.startswith("By the numbers that were entered, of qwen2.5-72b: ")
    ended = Assessment.objects.get()
    assert ended.state == State.SUPERSEDED
    assert supersede_due(today=today()) == []
    revise(assessment=ended, actor=ended.author)
    factories.handed_over(ended)
    page = client_of(factories.legal_reviewer()).get(f"/reviews/{ended.reference}/").text
    assert "What changed since revision 1" in page
    assert "By the numbers that were entered" in page


def test_what_counts_is_the_engines_answer_and_a_limit_fixed_at_a_release_tells_nothing(
    someone: User, approved: None
) -> None:
    enter(someone, users(150_000_000, product="Search"))
    [one] = watched(today(), readings())
    counted = {it.licence: it.counted for it in one.rooms}
    assert counted == {"qwen-license-2024": 154_000_000, "llama-3.1-community": None}
    assert {it.licence for it in limits_due(today=today())} == {"qwen-license-2024"}


def test_what_runs_on_after_its_approval_is_watched_until_it_is_retired(someone: User, data_dir: object) -> None:
    entered(someone)
    assert len(expire_due(today=today() + timedelta(days=400))) == 1
    enter(someone, users(60_000_000))
    assert [it.step for it in limits_due(today=today())] == ["50", "crossing"]
    assert supersede_due(today=today()) == []
    for entry in RegisterEntry.objects.all():
        retire(entry=entry, actor=someone, why="It is switched off.", today=today())
    enter(someone, users(92_000_000, DAY + timedelta(days=1)))
    assert limits_due(today=today()) == []


def test_owners_in_the_register_are_told_and_what_was_retired_is_watched_no_more(
    someone: User, data_dir: object
) -> None:
    entered(someone)
    enter(someone, users(60_000_000))
    assert limits_due(today=today())
    assert set(Notice.objects.filter(kind="limit").values_list("person", flat=True)) == {someone.pk}
    qwen = RegisterEntry.objects.get(model="qwen2.5-72b")
    retire(entry=qwen, actor=someone, why="It is switched off.", today=today())
    assert [it.licence for it in watched(today(), readings())[0].rooms] == ["llama-3.1-community"]
    enter(someone, users(130_000_000, DAY + timedelta(days=1)))
    assert supersede_due(today=today()) == []
