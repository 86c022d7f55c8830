"""Rules are found by their files, and one that raises stops nobody else's."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from inspect import getsource

import pytest
from sqlalchemy import Connection, event, text

from bot.settings import Settings
from handlers.kit.messages.reply import Reply
from handlers.nudges.kinds import CAN_BE_MUTED, KINDS
from reminders import rules
from reminders.rule import Look, Nudge, Rule, discover
from reminders.sending import LEAVE_ALONE, TRY_AGAIN
from reminders.stretch import Stretch
from reminders.tick import every_rule, steps, tick
from storage.crm.records import Due, FollowUpRecord
from storage.messaging.outbox import Outgoing
from storage.messaging.tables import RuleFailureRow
from storage.people.records import Person
from storage.session.reads import STRICTLY
from storage.work import Store
from tests.reminders import sample_rules
from tests.reminders.sample_rules.promised_today import WAITS

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)  # Friday, 11:00 in Madrid
COMPANY = Settings(_env_file=None).company


@pytest.fixture
def ana(store: Store) -> Person:
    """A colleague who can be reached."""
    with store.work(NOW) as work:
        person = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        work.people.link(person.id, "local", "1", "1")
    return person


@pytest.fixture(autouse=True)
def nobody_waits() -> Iterator[None]:
    WAITS.clear()
    yield
    WAITS.clear()


def promise(store: Store, ana: Person, what: str, *, at: datetime = NOW) -> int:
    with store.work(NOW - timedelta(days=1)) as work:
        return work.follow_ups.add(what, Due.of(at, ana.zone, "minute"), owner_id=ana.id)


def told(outgoing: list[Outgoing]) -> list[str]:
    return [message.payload["blocks"][0][1] for message in outgoing]


def broken_for(what: str, *, later: bool = True) -> Rule[FollowUpRecord]:
    """The product's rule, that raises at one follow-up."""
    real = next(rule for rule in every_rule() if rule.name == "follow_ups")

    def nudge(look: Look, follow_up: FollowUpRecord) -> Nudge | None:
        if follow_up.what == what:
            look.work.connection.execute(text("UPDATE follow_ups SET what = 'half written'"))
            raise KeyError("a fault of this rule")
        return real.nudge(look, follow_up)

    def put_off(look: Look, follow_up: FollowUpRecord, at: datetime) -> None:
        if not later:
            raise ZeroDivisionError
        real.later(look, follow_up, at)

    return Rule(real.due, nudge, real.told, put_off, name="broken")


def test_every_rule_that_speaks_has_a_name_that_people_know() -> None:
    """`/recordatorios` shows it, and what may wait can be muted."""
    speak = {rule.name: rule for rule in every_rule() if " Nudge(" in getsource(sys.modules[rule.nudge.__module__])}
    assert speak.keys() == KINDS.keys()
    assert {name for name, rule in speak.items() if rule.gathered} <= CAN_BE_MUTED.keys()


def test_the_rules_of_the_product_are_found_by_their_files() -> None:
    assert {rule.name for rule in every_rule()} >= {"follow_ups", "covers"}
    assert [rule.name for rule in discover(rules)] == sorted(rule.name for rule in every_rule())


def test_one_file_is_a_rule(store: Store, ana: Person) -> None:
    promise(store, ana, "call")
    found = discover(sample_rules)
    assert [rule.name for rule in found] == ["promised_today"]
    assert told(tick(store, COMPANY, NOW, found)) == ["1 to do"]
    assert tick(store, COMPANY, NOW, found) == []


def test_what_must_wait_is_not_asked_about_until_then(store: Store, ana: Person) -> None:
    """It was found again at each tick of the night."""
    promise(store, ana, "call")
    night, opening = NOW.replace(hour=22), datetime(2026, 11, 23, 8, tzinfo=UTC)
    found = discover(sample_rules)
    assert tick(store, COMPANY, night, found) == []
    assert {ana.id: opening} == WAITS
    assert told(tick(store, COMPANY, opening, found)) == ["1 to do"]


def test_one_rule_that_raised_rolled_back_all_others(store: Store, ana: Person) -> None:
    def due(_look: Look) -> list[Person]:
        raise RuntimeError("nothing works")

    good = every_rule()
    bad: Rule[Person] = Rule(due, lambda _look, _p: None, lambda _look, _p: None, lambda _look, _p, _at: None, "bad")
    promise(store, ana, "call")
    assert told(tick(store, COMPANY, NOW, [bad, *good])) == ["Ahora: call"]
    with store.work() as work:
        (failure,) = work.nudges.failures()
    assert (failure.rule, failure.failures) == ("bad", 1)
    assert failure.problem.startswith("RuntimeError at test_rules.py")
    tick(store, COMPANY, NOW, [bad])
    with store.work() as work:
        (failure,) = work.nudges.failures()
        assert failure.failures == 1, "it is left alone for a moment"
        later = work.machine_now - LEAVE_ALONE
        work.connection.execute(RuleFailureRow.__table__.update().values(not_before=later))  # type: ignore[attr-defined]
    tick(store, COMPANY, NOW, [bad])
    with store.work() as work:
        assert work.nudges.failures()[0].failures == 2


@pytest.fixture
def begun(store: Store) -> Iterator[list[bool]]:
    """The transactions that are begun: of each, whether it only reads."""
    found: list[bool] = []

    def note(connection: Connection) -> None:
        found.append(bool(connection.get_execution_options().get(STRICTLY)))

    event.listen(store.engine, "begin", note)
    yield found
    event.remove(store.engine, "begin", note)


def test_every_rule_began_a_transaction_to_write_in_where_nothing_was_due(store: Store, begun: list[bool]) -> None:
    """On SQLite each of them kept everybody else from writing."""
    assert tick(store, COMPANY, NOW, every_rule()) == []
    assert begun == [True]


def test_only_a_rule_that_has_something_to_do_gets_a_transaction(store: Store, ana: Person, begun: list[bool]) -> None:
    promise(store, ana, "call")
    begun.clear()
    assert told(tick(store, COMPANY, NOW, [rule for rule in every_rule() if not rule.gathered])) == ["Ahora: call"]
    assert begun == [True, False]


def test_a_rule_that_notes_something_while_it_looks_gets_a_transaction(store: Store, ana: Person) -> None:
    """What is not due yet is put off while it is looked for: nothing can be noted where it is only read."""
    follow_up = promise(store, ana, "call")

    def due(look: Look) -> list[FollowUpRecord]:
        look.work.follow_ups.nudge_later(follow_up, NOW + timedelta(hours=1))
        return []

    real = next(rule for rule in every_rule() if rule.name == "follow_ups")
    assert tick(store, COMPANY, NOW, [replace(real, due=due)]) == []
    with store.work() as work:
        assert [one.nudge_at for one in work.follow_ups.open_of(ana.id)] == [NOW + timedelta(hours=1)]
        assert work.nudges.failures() == []


def test_a_rule_whose_question_the_store_refuses_stops_nobody_else(store: Store, ana: Person) -> None:
    """PostgreSQL answers nothing any more in a transaction of which one statement failed."""
    promise(store, ana, "call")

    def due(look: Look) -> list[Person]:
        look.work.connection.execute(text("SELECT nothing FROM nowhere"))
        return []

    bad: Rule[Person] = Rule(due, lambda _look, _p: None, lambda _look, _p: None, lambda _look, _p, _at: None, "bad")
    assert told(tick(store, COMPANY, NOW, [bad, *every_rule()])) == ["Ahora: call"]
    with store.work() as work:
        assert [failure.rule for failure in work.nudges.failures()] == ["bad"]


def test_one_item_that_raised_stopped_the_others_of_its_rule(store: Store, ana: Person) -> None:
    for what in ("before", "bad", "behind"):
        promise(store, ana, what)
    broken = broken_for("bad")
    assert told(tick(store, COMPANY, NOW, [broken])) == ["Ahora: before", "Ahora: behind"]
    with store.work() as work:
        kept = {f.what: f.nudge_at for f in work.follow_ups.open_of(ana.id)}
        assert [failure.rule for failure in work.nudges.failures()] == ["broken"]
    assert kept == {"before": None, "bad": NOW + TRY_AGAIN, "behind": None}, "what it half did is undone"
    assert tick(store, COMPANY, NOW, [broken]) == []
    assert told(tick(store, COMPANY, NOW + TRY_AGAIN, every_rule())) == ["Ahora: bad"]


def test_an_item_that_cannot_be_put_off_has_its_rule_left_alone(store: Store, ana: Person) -> None:
    promise(store, ana, "good")
    promise(store, ana, "bad")
    broken = broken_for("bad", later=False)
    assert told(tick(store, COMPANY, NOW, [broken])) == ["Ahora: good"]
    with store.work() as work:
        (failure,) = work.nudges.failures()
    assert failure.not_before
    assert failure.problem.startswith("KeyError")


def test_a_message_of_an_item_that_raised_behind_it_is_not_sent(store: Store, ana: Person) -> None:
    """Its row was rolled back, and it went out all the same."""
    promise(store, ana, "call")
    real = next(rule for rule in every_rule() if rule.name == "follow_ups")

    def raises(_look: Look, _follow_up: FollowUpRecord) -> None:
        raise KeyError

    broken = Rule(real.due, real.nudge, raises, real.later, name="broken")
    assert tick(store, COMPANY, NOW, [broken]) == []
    with store.work() as work:
        assert work.outbox.waiting(["local"]) == []


def test_others_write_between_two_things_that_are_said_and_what_they_settle_is_not_said(
    store: Store, ana: Person
) -> None:
    """A rule's whole lot was one transaction, and whatever somebody said meanwhile had to wait for it."""
    first, second, third = (promise(store, ana, what) for what in ("first", "second", "third"))
    real = next(rule for rule in every_rule() if rule.name == "follow_ups")

    def takes_long(look: Look, follow_up: FollowUpRecord) -> Nudge | None:
        stretch = Stretch()
        while not stretch.is_over:
            pass
        return real.nudge(look, follow_up)

    slow = Rule(real.due, takes_long, real.told, real.later, name="slow")
    ticking = steps(store, COMPANY, NOW, [slow])
    assert told(next(ticking)) == ["Ahora: first"]
    with store.work(NOW) as work:
        work.follow_ups.done(second)
    assert [told(said) for said in ticking] == [["Ahora: third"]]
    assert len({first, second, third}) == 3


def test_nothing_to_say_is_settled(store: Store, ana: Person) -> None:
    promise(store, ana, "call")
    real = next(rule for rule in every_rule() if rule.name == "follow_ups")
    quiet: Rule[FollowUpRecord] = Rule(real.due, lambda _look, _f: None, real.told, real.later, name="quiet")
    assert tick(store, COMPANY, NOW, [quiet]) == []
    with store.work() as work:
        assert work.follow_ups.to_nudge(NOW, limit=5) == []


def test_two_tickers_at_once_say_it_once(store: Store, ana: Person) -> None:
    promise(store, ana, "call")
    say = Rule(
        lambda _look: [ana],
        lambda _look, _p: Nudge("only once", ana.id, Reply.of("hello"), asked=True),
        lambda _look, _p: None,
        lambda _look, _p, _at: None,
        "hello",
    )
    assert told(tick(store, COMPANY, NOW, [say])) == ["hello"]
    assert tick(store, COMPANY, NOW, [say]) == []
