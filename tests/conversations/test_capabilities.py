"""What every capability owes: found by a test that knows none of them."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.platforms.telegram.commands import command_menus
from bot.settings import Settings
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import voice
from handlers.kit.forms.form import Form
from handlers.kit.registry.registry import Capability, discover
from tests.office import Office

REGISTRY = discover()
CAPABILITIES = REGISTRY.capabilities
ROOT = Path(__file__).parents[2]
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


def test_every_capability_is_named_independent() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = next(c["modules"] for c in contracts if c["type"] == "independence")
    shared = {"kit", "language", "locale", "__pycache__"}
    domains = [p.name for p in (ROOT / "handlers").iterdir() if p.is_dir() and p.name not in shared]
    assert sorted(named) == sorted(f"handlers.{name}" for name in domains)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_examples_are_understood(office: Office, language: str) -> None:
    office.customer("Bar Sol", "Marta")
    someone = office.rep("Ana", language=language)
    for capability in CAPABILITIES:
        for example in capability.examples.get(language, ()):
            someone.says(example)
            someone.hears_not("No lo he entendido", "I did not understand")
            someone.says("/cancel")


@pytest.mark.parametrize(("_name", "command"), FORMS, ids=[name for name, _command in FORMS])
def test_its_form_can_be_left_and_keeps_nothing(office: Office, _name: str, command: object) -> None:
    ana = office.rep("Ana", role="admin")
    words = list(command.words.values())  # type: ignore[attr-defined]
    ana.says(f"/{words[0]}")
    assert ana.heard()
    ana.says("cancela")
    ana.hears("Cancelado")
    me = office.person("Ana").id
    with office.work() as work:
        assert work.changes.last_turn(me) is None


def test_its_answers_fit_a_phone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("ayuda")
    assert len(ana.heard()) <= 1200


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda c: c.name)
def test_it_is_only_for_its_roles(office: Office, capability: Capability) -> None:
    outsider = next((role for role in ("rep", "marketing", "support") if role not in capability.roles), None)
    if outsider is None:
        return
    someone = office.rep("Ana", role=outsider)
    for command in capability.commands:
        someone.says(f"/{next(iter(command.words.values()))}")
        someone.hears("no corresponde a tu función")
