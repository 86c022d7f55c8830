"""Run the fake as a process of its own; it prints its URL and serves until it is ended."""

import argparse
import asyncio
import contextlib
import signal
import sys

from .server import TOKEN, FakeTelegram


async def serve(port: int, token: str, *, rates: bool, seed: int, webhook_backoff: float) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with await FakeTelegram.start(
        token, port=port, rates=rates, seed=seed, webhook_backoff=webhook_backoff
    ) as fake:
        fake.world.pauses.kept = True
        sys.stdout.write(fake.url + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the bot's token")
    parser.add_argument("--no-rates", action="store_true", help="lift Telegram's limits")
    parser.add_argument("--seed", type=int, default=0, help="decides the first update_id and the callback ids")
    parser.add_argument(
        "--webhook-backoff", type=float, default=1.0, help="scales the seconds between deliveries that fail"
    )
    given = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(
            serve(
                given.port,
                given.token,
                rates=not given.no_rates,
                seed=given.seed,
                webhook_backoff=given.webhook_backoff,
            )
        )


if __name__ == "__main__":
    main()
