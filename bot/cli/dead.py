"""`cartera dead`: what was set aside, and what becomes of it."""

from collections.abc import Callable
from typing import Annotated, cast, get_args

import typer

from bot.cli.common import opened, stop
from bot.settings import load
from storage.messaging.dead_letters import DeadLetters, Kind

dead_cli = typer.Typer(
    help="What could not be dealt with or delivered: take it up again, or drop it.", no_args_is_help=True
)

Which = Annotated[list[str] | None, typer.Argument(help='Names as "cartera dead list" shows them: message:12 event:7')]
All = Annotated[bool, typer.Option("--all", help="All that there are.")]


@dead_cli.command(name="list")
def list_() -> None:
    """Show what was set aside: since when, and why. Never what it says."""
    with opened(load()) as store, store.look() as work:
        letters = work.dead_letters.all()
    for letter in letters:
        reference = f", ref {letter.reference}" if letter.reference else ""
        state = "perhaps delivered" if letter.state == "unknown" else "dead"
        blank = "" if letter.whole else " (its text is forgotten: it can only be dropped)"
        typer.echo(
            f"{letter.name:<14} {letter.since:%Y-%m-%d %H:%M} UTC  {letter.platform:<9} {state}: {letter.problem or 'no reason known'}{reference}{blank}"
        )
    typer.echo(f"{len(letters)} in all." if letters else "Nothing was set aside.")


@dead_cli.command()
def retry(which: Which = None, *, all_: All = False) -> None:
    """Take dead letters up again. A message that was perhaps delivered may arrive twice."""
    _settle(which, DeadLetters.retry, "taken up again", all_=all_)


@dead_cli.command()
def drop(which: Which = None, *, all_: All = False) -> None:
    """Settle dead letters by forgetting what they say."""
    _settle(which, DeadLetters.drop, "dropped", all_=all_)


def _settle(
    which: list[str] | None, settle: Callable[[DeadLetters, Kind, int], bool], done: str, *, all_: bool
) -> None:
    if bool(which) == all_:
        stop("Say which, as `cartera dead list` calls them (message:12), or --all.")
    with opened(load()) as store, store.work() as work:
        names = [letter.name for letter in work.dead_letters.all(limit=10_000)] if all_ else which or []
        wanted = [_parsed(name) for name in names]
        settled = [settle(work.dead_letters, kind, id_) for kind, id_ in wanted]
    for name, ok in zip(names, settled, strict=True):
        if not ok and not all_:
            typer.echo(f"{name}: there is no such dead letter, or nothing is left of it.")
    typer.echo(f"{sum(settled)} {done}.")
    if not all(settled) and not all_:
        raise typer.Exit(1)


def _parsed(name: str) -> tuple[Kind, int]:
    kind, _colon, number = name.partition(":")
    if kind not in get_args(Kind) or not number.isdecimal():
        stop(f"{name} is no dead letter's name: they look like message:12, event:7 or job:3.")
    return cast("Kind", kind), int(number)
