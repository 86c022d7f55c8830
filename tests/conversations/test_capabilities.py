"""What every capability owes: found by a test that knows none of them."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from bot.platforms.telegram.commands import command_menus
from bot.settings import Settings
from handlers.kit.format.labels import ROLES
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import voice
from handlers.kit.forms.form import Form
from handlers.kit.registry.registry import Capability, Registry, discover
from handlers.language.concepts.phrasebook import phrasebook
from tests.office import Office, Someone

REGISTRY = discover()
CAPABILITIES = REGISTRY.capabilities
REFUSED = "No tienes permiso para eso"
NOBODYS_YET = {
    "unknown",
}
"""Intents that are understood, and that no capability answers so far."""
FORMS = sorted({c.does.name: c for x in CAPABILITIES for c in x.commands if isinstance(c.does, Form)}.items())


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda c: c.name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_explains_itself_in_every_language(capability: Capability, language: str) -> None:
    speaks = voice(language, "ES", date(2026, 11, 20))
    assert speaks.say(capability.about)
    for command in capability.commands:
        assert command.hidden or (language in command.words and speaks.say(command.about))


@pytest.mark.parametrize("language", LANGUAGES)
def test_command_lists_are_what_telegram_takes(language: str) -> None:
    commands = command_menus(REGISTRY, Settings(_env_file=None).company)[language]
    assert commands
    assert len({word for word, _about in commands}) == len(commands) <= 100
    for word, about in commands:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", word)
        assert 1 <= len(about) <= 256


def test_every_intent_is_somebodys() -> None:
    taken = {intent for capability in CAPABILITIES for intent in capability.intents}
    assert phrasebook().rules.keys() - taken == NOBODYS_YET
    assert len(taken) == sum(len(capability.intents) for capability in CAPABILITIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_examples_are_understood(office: Office, language: str) -> None:
    """Each by its own capability: without it, the same words are answered otherwise."""
    office.customer("Bar Sol", "Marta")
    office.customer("The Crown", "Laura")
    luis, ana = office.rep("Luis", language=language), office.rep("Ana", language=language)
    ana.says("Blablá blublú")
    lost = ana.heard().partition("\n")[0]
    wrong = []
    for capability in (c for c in CAPABILITIES if c.examples):
        with without(office, capability):
            others = answers(luis, capability.examples[language])
        mine = answers(ana, capability.examples[language])
        wrong += [example for example, answer in mine.items() if answer in {lost, others[example]}]
    assert not wrong


@contextmanager
def without(office: Office, capability: Capability) -> Iterator[None]:
    """The bot lacks one capability for a while."""
    whole = office.registry
    office.registry = Registry(c for c in whole.capabilities if c is not capability)
    office.restart()
    yield
    office.registry = whole
    office.restart()


def answers(someone: Someone, examples: Iterable[str]) -> dict[str, str]:
    """How the answer to each example begins."""
    begun = {}
    for example in examples:
        someone.says(example)
        begun[example] = someone.heard().partition("\n")[0]
        someone.says("/cancel")
    return begun


@pytest.mark.parametrize(("_name", "command"), FORMS, ids=[name for name, _command in FORMS])
def test_its_form_can_be_left_and_keeps_nothing(office: Office, _name: str, command: object) -> None:
    ana = office.rep("Ana", role="admin")
    words = list(command.words.values())  # type: ignore[attr-defined]
    ana.says(f"/{words[0]}")
    assert ana.heard()
    ana.says("cancela")
    left = command.does.left  # type: ignore[attr-defined]
    ana.hears(voice("es", "ES", date(2026, 11, 20)).say(left) if left else "Cancelado")
    me = office.person("Ana").id
    with office.work() as work:
        assert work.changes.last_turn(me) is None


def test_its_answers_fit_a_phone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("ayuda")
    assert len(ana.heard()) <= 1200


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda c: c.name)
def test_it_is_only_for_its_roles(office: Office, capability: Capability) -> None:
    """By its commands and by its sentences; and for these roles it is."""
    office.customer("Bar Sol", "Marta")
    words = [f"/{next(iter(command.words.values()))}" for command in capability.commands]
    for role in ROLES:
        someone = office.rep(role.capitalize(), role=role)
        for said in (*words, *capability.examples.get("es", ())) if role not in capability.roles else words[:1]:
            someone.says(said)
            assert (REFUSED in someone.heard()) == (role not in capability.roles), f"{role}: {said}"


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda c: c.name)
def test_it_is_for_nobody_who_was_not_invited(office: Office, capability: Capability) -> None:
    """Each command by somebody else: one account that nobody invited gets only so many answers."""
    for command in capability.commands:
        zoe = office.unregistered("Zoe")
        zoe.says(f"/{next(iter(command.words.values()))}")
        zoe.hears("invitación")
        assert not zoe.choices()
