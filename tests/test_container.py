"""What the image and the compose file promise, as far as their text and a process can show it."""

import asyncio
import json
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import aiohttp
from ruamel.yaml import YAML

from tests.fakes.telegram import TelegramControl
from tests.faults.process import PRODUCT, Bot

ROOT = Path(__file__).parents[1]
PACKAGES = {
    pattern.removesuffix("*")
    for pattern in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]["find"][
        "include"
    ]
}


def stages() -> list[list[tuple[str, str]]]:
    """The Dockerfile's instructions and what they say, stage by stage."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found: list[list[tuple[str, str]]] = []
    for line in filter(None, text.splitlines()):
        instruction, _space, rest = line.partition(" ")
        if instruction == "FROM":
            found.append([])
        found[-1].append((instruction, rest.strip()))
    return found


def said(stage: list[tuple[str, str]], instruction: str) -> list[str]:
    """What a stage says with an instruction, each time."""
    return [rest for name, rest in stage if name == instruction]


def compose() -> dict[str, Any]:
    """The services, by name."""
    services: dict[str, Any] = YAML(typ="safe", pure=True).load(ROOT / "compose.yaml")["services"]
    return services


def test_every_base_has_a_version() -> None:
    bases = [said(stage, "FROM")[0].split()[0] for stage in stages()]
    images = [service["image"] for service in compose().values() if "build" not in service]
    assert len(bases) > 1
    assert all(re.fullmatch(r"[a-z]+:\d[\w.-]*", base) for base in (*bases, *images))


def test_what_is_installed_is_what_the_lock_names() -> None:
    installs = [shlex.split(run)[2:] for run in said(stages()[0], "RUN") if run.startswith("pip install")]
    assert {"--require-hashes", "requirements.lock"} <= set(installs[0])
    assert all({"--no-deps", "--no-build-isolation"} <= set(install) for install in installs[1:])
    assert not any("pip" in run for run in said(stages()[-1], "RUN"))


def test_every_package_is_in_the_image_and_nothing_secret() -> None:
    copied = {copy.split()[0] for copy in said(stages()[0], "COPY")}
    kept = {
        line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    assert copied >= PACKAGES
    assert kept == PACKAGES | {"LICENSE", "README.md", "pyproject.toml", "requirements.lock"}


def test_it_runs_as_nobody_in_particular_and_keeps_its_data() -> None:
    last = stages()[-1]
    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", said(last, "USER")[-1])
    assert said(last, "VOLUME") == ["/data"]
    assert "DATA_DIR=/data" in said(last, "ENV")[0]
    assert (said(last, "ENTRYPOINT"), said(last, "CMD")) == (['["cartera"]'], ['["run"]'])


def test_compose_migrates_before_the_bot_and_waits_for_the_database() -> None:
    services = compose()
    assert services["migrate"]["command"] == ["migrate"]
    assert services["bot"]["depends_on"] == {
        "db": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert "pg_isready" in services["db"]["healthcheck"]["test"]
    assert not re.search(r"(TOKEN|PASSWORD): (?!\$\{)", (ROOT / "compose.yaml").read_text())


async def test_a_polling_bot_answers_the_image_s_health_check(tmp_path: Path) -> None:
    check = json.loads(said(stages()[-1], "HEALTHCHECK")[0].partition(" CMD ")[2])
    async with await TelegramControl.run("tests.fakes.telegram") as telegram:
        bot = Bot(f"sqlite:///{tmp_path / 'cartera.db'}", telegram, tmp_path, command=PRODUCT)
        async with bot:
            await bot.meanwhile(answers(bot.port))
            process = await asyncio.create_subprocess_exec(
                sys.executable, *check[1:], env={**bot.environment, "PORT": str(bot.port)}
            )
            assert await process.wait() == 0
            await bot.stop()


async def answers(port: int) -> None:
    """Returns when the bot says that it is well."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(60):
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/health") as response:
                    assert response.status == 200
                    return
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.05)
