"""The page: when a browser shows something, when one can write to it, how big it is, and how long fifty tabs wait for answers."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from playwright.async_api import Browser, async_playwright
from websockets.asyncio.client import ClientConnection

from tests.benchmarks.demo import CHATS, SENTENCES, answer, demo, opened
from tests.benchmarks.processes import processor_seconds
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import Stores
from tests.benchmarks.table import Row, centile, median
from tests.browser.served import CHROMIUM, CHROMIUM_OPTIONS, NO_CHROMIUM

TABS = 50
EACH_SAYS = 6
EVERY = 5.0
"""Seconds between two messages of a tab: a person types and reads."""
SECONDS_TO_PAINT, SECONDS_TO_USE, SECONDS_TO_ANSWER = 1.0, 5.0, 0.3
MOST_BYTES = 120 * 1024

FIRST_PAINT = """
new Promise((done) => new PerformanceObserver((list) => {
  const painted = list.getEntriesByName("first-contentful-paint")[0];
  if (painted) done(painted.startTime);
}).observe({ type: "paint", buffered: true }))
"""
LOADED = """
performance.getEntries().reduce((sum, one) => one.name.includes("/view") ? sum : sum + (one.decodedBodySize ?? 0), 0)
"""
"""Bytes of the page with its style and scripts, uncompressed; what a frame shows is another page."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Seconds after the address was printed, after the command was given, and of processor time until then; bytes."""

    painted: float
    usable: float
    worked: float
    loaded: int


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Starts the demo a few times with a browser before it, and then talks to it from fifty tabs."""
    del made
    return asyncio.run(_measure(scale, note))


async def _measure(scale: Scale, note: Callable[[str], None]) -> list[Row]:
    if not CHROMIUM:
        return [Row("page", f"not measured: {NO_CHROMIUM}", met=False)]
    starts, answers = [], list[float]()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        await (await browser.new_page()).goto("about:blank")  # it is open already, as somebody's browser is
        for run in range(scale.starts):
            async with demo() as (url, began, process):
                starts.append(await _opened(browser, url, began, process))
                note(f"page: painted after {starts[-1].painted:.2f} s, usable after {starts[-1].usable:.2f} s")
                if run == 0:
                    answers = await _tabs(url)
        await browser.close()
    painted, usable = median([one.painted for one in starts]), median([one.usable for one in starts])
    worked = median([one.worked for one in starts])
    p95, middle, size = centile(answers, 95), median(answers), starts[0].loaded
    note(f"page: {len(answers)} answers to {TABS} tabs")
    return [
        Row("page: first paint after its address was printed", f"{painted:.2f} s", f"≤ {SECONDS_TO_PAINT} s", painted <= SECONDS_TO_PAINT),
        Row("page: from the command to the first message, ready to write", f"{usable:.1f} s", f"≤ {SECONDS_TO_USE} s", usable <= SECONDS_TO_USE, f"{worked:.1f} s of processor time"),
        Row("page: with its style and scripts", f"{size / 1024:.0f} KB", f"≤ {MOST_BYTES // 1024} KB", 0 < size <= MOST_BYTES),
        Row(f"page: an answer, {TABS} tabs, p95", f"{p95 * 1e3:.0f} ms", f"≤ {SECONDS_TO_ANSWER * 1e3:.0f} ms",
            p95 <= SECONDS_TO_ANSWER, f"median {middle * 1e3:.0f} ms", f"{p95 / middle:.1f}"),
    ]  # fmt: skip


async def _opened(browser: Browser, url: str, began: float, process: asyncio.subprocess.Process) -> _Start:
    """What somebody sees who opens the address as soon as it is there; they can write when the field takes it."""
    page = await browser.new_page(viewport={"width": 1440, "height": 900})
    printed = time.perf_counter()
    await page.goto(url, wait_until="commit")
    painted = await page.evaluate(FIRST_PAINT) / 1e3
    went = time.perf_counter() - printed - await page.evaluate("performance.now()") / 1e3
    field = page.locator(".phone[data-pane=rep] textarea")
    await field.focus()
    await page.locator(".phone[data-pane=rep] .entry.bot:not(.typing)").first.wait_for()
    usable, worked = time.perf_counter() - began, processor_seconds(process)
    assert await field.evaluate("field => field === document.activeElement"), "the field lost what was being written"
    loaded = await page.evaluate(LOADED)
    await page.close()
    return _Start(went + painted, usable, worked, loaded)


async def _tabs(url: str) -> list[float]:
    """Fifty tabs talk, each at its own pace; the seconds between each message and the first thing that the bot says then."""
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(opened(url)) for _tab in range(TABS)]
        await answer(tabs[0], "ana", "hola")  # the languages are learnt
        each = await asyncio.gather(*(_talk(tab, f"{CHATS[n % len(CHATS)]}") for n, tab in enumerate(tabs)))
    return [seconds for one in each for seconds in one]


async def _talk(tab: ClientConnection, chat: str) -> list[float]:
    seconds = []
    for _message in range(EACH_SAYS):
        await asyncio.sleep(random.uniform(0, 2 * EVERY))
        seconds.append(await answer(tab, chat, random.choice(SENTENCES)))
    return seconds
