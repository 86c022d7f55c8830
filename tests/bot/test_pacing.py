"""How fast messages go out: as a platform allows, and not slower than that."""

import asyncio
from collections.abc import Iterable

from bot.dispatch.pacing import CAREFUL_FOR, Pacer
from bot.platforms.base import Pace, Rates
from bot.platforms.telegram.platform import RATES
from tests.fakes.loop_clock import in_no_time
from tests.fakes.telegram.errors import Refused
from tests.fakes.telegram.rates import Pace as TelegramsPace
from tests.fakes.telegram.rates import Rates as TelegramsRates


def is_group(chat: str) -> bool:
    return chat.startswith("-")


async def sent(pacer: Pacer, chats: Iterable[str]) -> list[tuple[float, str]]:
    """When messages to these chats go out that are all there at once, each chat's in order."""
    loop, out = asyncio.get_running_loop(), list[tuple[float, str]]()
    waiting: dict[str, int] = {}
    for chat in chats:
        waiting[chat] = waiting.get(chat, 0) + 1

    async def serve(chat: str, count: int) -> None:
        for _message in range(count):
            await pacer.wait(chat)
            out.append((round(loop.time(), 6), chat))

    await asyncio.gather(*(serve(chat, count) for chat, count in waiting.items()))
    return out


def times(found: list[tuple[float, str]]) -> list[float]:
    return [at for at, _chat in found]


def test_three_messages_in_a_breath_are_not_spaced() -> None:
    assert times(in_no_time(sent(Pacer(RATES, is_group), ["7"] * 5))) == [0, 0, 0, 1.05, 2.1]


def test_28_chats_are_answered_at_once_and_the_29th_a_second_later() -> None:
    found = times(in_no_time(sent(Pacer(RATES, is_group), [str(n) for n in range(60)])))
    assert found == [0.0] * 28 + [1.0] * 28 + [2.0] * 4


def test_who_is_answered_overtakes_thousands_that_are_told_unasked() -> None:
    """Two minutes of a promotion waited before every answer."""

    async def both() -> float:
        pacer, loop = Pacer(RATES, is_group), asyncio.get_running_loop()
        told = [asyncio.create_task(pacer.wait(str(n), unasked=True)) for n in range(3_000)]
        await asyncio.sleep(10)
        asked_at = loop.time()
        await pacer.wait("answered")
        waited = loop.time() - asked_at
        await asyncio.gather(*told)
        assert loop.time() < 3_001 / 28 + 2, "and none of the pace is lost"
        return waited

    assert in_no_time(both()) <= 1


def test_a_group_gets_no_more_than_20_in_any_minute() -> None:
    found = times(in_no_time(sent(Pacer(RATES, is_group), ["-1"] * 70)))
    assert all(late - early > 60 for early, late in zip(found, found[20:], strict=False))


def refusals(found: list[tuple[float, str]]) -> int:
    """How many of these a Telegram refuses that keeps its limits to the letter, as the fake server does."""
    now, refused = [0.0], 0
    telegram = TelegramsPace(TelegramsRates(), clock=lambda: now[0])
    for now[0], chat in sorted(found):
        try:
            telegram.message(int(chat))
        except Refused:
            refused += 1
    return refused


def test_a_strict_telegram_has_nothing_to_refuse() -> None:
    chats = [str(1 + n % 90) for n in range(900)] + ["-1"] * 40
    assert refusals(in_no_time(sent(Pacer(RATES, is_group), chats))) == 0
    generous = Rates(chat=Pace(4, 1.05))
    assert refusals(in_no_time(sent(Pacer(generous, is_group), ["7"] * 5))) == 1, "what is checked above can fail"


def test_a_chat_that_was_too_fast_loses_its_burst_for_a_while() -> None:
    async def after(seconds: float) -> list[float]:
        pacer, loop = Pacer(RATES, is_group), asyncio.get_running_loop()
        pacer.refused("7", 5)
        await asyncio.sleep(seconds)
        begun = loop.time()
        return [round(at - begun, 6) for at in times(await sent(pacer, ["7"] * 3))]

    assert in_no_time(after(0)) == [5, 6.05, 7.1]
    assert in_no_time(after(CAREFUL_FOR)) == [0, 0, 0]


def test_a_429_for_a_second_chat_means_everybody_and_then_less_is_sent() -> None:
    async def flooded(*refused: str) -> list[float]:
        pacer = Pacer(RATES, is_group)
        for chat in refused:
            pacer.refused(chat, 5)
        return times(await sent(pacer, [str(n) for n in range(100, 130)]))

    assert in_no_time(flooded("1")) == [0.0] * 28 + [1.0] * 2
    assert in_no_time(flooded("1", "2")) == [5.0] * 21 + [6.0] * 9
