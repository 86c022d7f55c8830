"""Run the fake as a process of its own; it prints its URL and serves until it is ended."""

import argparse
import asyncio
import contextlib
import signal
import sys

from .manifest import EVENTS
from .server import FakeSlack


async def serve(given: argparse.Namespace) -> None:
    """Serve until SIGTERM or SIGINT."""
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with await FakeSlack.start(
        port=given.port,
        rates=not given.no_rates,
        seed=given.seed,
        twice=given.twice,
        ack_seconds=given.ack_seconds,
        retry_scale=given.retry_scale,
        events=given.events,
    ) as fake:
        sys.stdout.write(fake.url + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.slack", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--no-rates", action="store_true", help="lift Slack's limits")
    parser.add_argument("--seed", type=int, default=0, help="decides the ids and which connection gets what")
    parser.add_argument("--twice", action="store_true", help="deliver everything two times")
    parser.add_argument("--ack-seconds", type=float, default=3.0, help="how long the app has to acknowledge")
    parser.add_argument("--retry-scale", type=float, default=1.0, help="scales the minutes between retries")
    parser.add_argument("--events", nargs="*", default=EVENTS, help="what the app has subscribed to")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
