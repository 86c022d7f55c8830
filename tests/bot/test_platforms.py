"""A platform is one more folder: nothing else has to know it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import bot.platforms
from bot.app import build
from bot.cli.doctor import examine
from bot.platforms.spec import platform_specs
from bot.settings import SettingsError, every_setting, load
from bot.web.routes import web_app
from storage.work import Store
from tests.fakes.processes import ROOT
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN
from tests.fakes.telegram import TOKEN

SAMPLES = Path(__file__).parent / "sample_platforms"
SDKS = {"telegram", "slack_bolt", "slack_sdk", "aiohttp"}


@pytest.fixture
def postcards() -> Iterator[None]:
    """The folder lies among the others."""

    def look_again() -> None:
        platform_specs.cache_clear()
        every_setting.cache_clear()

    bot.platforms.__path__.append(str(SAMPLES))
    look_again()
    yield
    bot.platforms.__path__.remove(str(SAMPLES))
    look_again()
    for name in [name for name in sys.modules if name.startswith("bot.platforms.postcards")]:
        del sys.modules[name]


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_new_folder_talks(postcards: None, store: Store, store_url: str, tmp_path: Path) -> None:
    with store.work() as work:
        ana = work.people.add("Ana Ruiz", "admin", "es", "Europe/Madrid")
        work.people.link(ana.id, "postcards", "ana", "ana")
    app = build(load(_env_file=None, database_url=store_url, data_dir=tmp_path, postcards_secret="stamp"))  # noqa: S106 - it opens nothing
    assert list(app.platforms) == ["postcards"]
    assert app.listens
    card = {"number": 1, "sender": "ana", "text": "/nuevo Bar Sol"}
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(app)), base_url="http://bot") as web:
            refused = await web.post("/postcards/madrid", json=card)
            taken = await web.post("/postcards/madrid", json=card, headers={"X-Post-Office": "stamp"})
            odd = await web.post("/postcards/madrid", content=b"?", headers={"X-Post-Office": "stamp"})
        await app.settle()
        assert (refused.status_code, taken.status_code, odd.status_code) == (401, 202, 400)
        (answer,) = app.platforms["postcards"].written  # type: ignore[attr-defined] # the sample's
        assert "Bar Sol" in answer
    finally:
        await app.close()


async def test_the_doctor_looks_at_it(postcards: None, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'cartera.db'}"
    off = await examine(load(_env_file=None, database_url=store, data_dir=tmp_path))
    assert "Postcards: off (no POSTCARDS_SECRET)." in [finding.what for finding in off]
    on = load(_env_file=None, database_url=store, data_dir=tmp_path, postcards_secret="stamp")  # noqa: S106 - it opens nothing
    assert "Postcards: on, with 10 stamps." in [finding.what for finding in await examine(on)]


def test_its_settings_are_checked_with_all_others(postcards: None) -> None:
    with pytest.raises(SettingsError) as error:
        load(_env_file=None, postcards_secret="stamp", postcards_stamps=0, country="?")  # noqa: S106 - it opens nothing
    assert [problem.partition(":")[0] for problem in error.value.problems] == ["COUNTRY", "POSTCARDS_STAMPS"]


@pytest.mark.parametrize(
    ("given", "loads"),
    [
        ({}, set()),
        ({"TELEGRAM_BOT_TOKEN": TOKEN}, {"telegram", "aiohttp"}),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}, {"slack_bolt", "slack_sdk", "aiohttp"}),
    ],
    ids=["none", "telegram", "slack"],
)
def test_a_platform_that_is_off_is_not_even_loaded(given: dict[str, str], loads: set[str], tmp_path: Path) -> None:
    code = (
        "import sys; import bot.cli.main, bot.cli.doctor; from bot.app import build; from bot.settings import load;"
        f"build(load(database_url='sqlite://')); print(*({SDKS!r} & set(sys.modules)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(ended.stdout.split()) == loads
