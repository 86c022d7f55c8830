"""`cartera staff`: who works here, roles, teams, leaving."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from bot.cli.common import opened, stop
from bot.settings import load
from storage.people.records import Person
from storage.work import Work

ROLES = ("rep", "manager", "marketing", "support", "admin")

staff = typer.Typer(help="Who works here: list, role, team, leave.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The colleague's name, or how it begins.")]


@staff.command(name="list")
def list_() -> None:
    """Show who works here: role, team, and on what they can be reached."""
    with _work() as work:
        people, accounts_of = work.people.everyone(), work.people.reachability()
    for person in people:
        accounts = ", ".join(
            f"{one.platform}{'' if one.reachable else ' (unreachable)'}" for one in accounts_of.get(person.id, ())
        )
        typer.echo(f"{person.name}  {person.role}  team: {person.team or '-'}  {accounts or 'has not joined'}")


@staff.command()
def role(name: Name, to: Annotated[str, typer.Argument(help=f"One of {', '.join(ROLES)}.")]) -> None:
    """Change a colleague's role."""
    if to not in ROLES:
        stop(f"There is no role “{to}”: {', '.join(ROLES)}.")
    with _work() as work:
        person = _one(work, name)
        if person.role == "admin" and to != "admin" and _last_admin(work):
            stop(f"{person.name} is the only admin: make somebody else one first.")
        work.people.change(person.id, role=to)
    typer.echo(f"{person.name} is now {to}.")


@staff.command()
def team(name: Name, to: Annotated[str, typer.Argument(help="The team; - for none.")]) -> None:
    """Put a colleague in a team."""
    with _work() as work:
        person = _one(work, name)
        work.people.change(person.id, team=None if to == "-" else to.strip())
    typer.echo(f"{person.name} is in {'no team' if to == '-' else f'the team {to.strip()}'} now.")


@staff.command()
def leave(
    name: Name,
    to: Annotated[str, typer.Option("--to", help="Who takes over their customers and open follow-ups.")] = "",
) -> None:
    """Let a colleague go: their accounts are nobody's from now on, and what they answered for goes to somebody else."""
    with _work() as work:
        person = _one(work, name)
        if person.role == "admin" and _last_admin(work):
            stop(f"{person.name} is the only admin: make somebody else one first.")
        customers, follow_ups = work.owners.has(person.id), work.follow_ups.owned_by(person.id)
        if (customers or follow_ups) and not to:
            stop(
                f"{person.name} has {customers} customers and {follow_ups} open follow-ups. Who takes them over? --to NAME"
            )
        heir = _one(work, to) if to else None
        if heir and heir.id == person.id:
            stop("It can't go to the person who is leaving.")
        work.leaving.leave(person.id, heir.id if heir else None)
    typer.echo(
        f"{person.name} has left."
        + (f" {customers} customers and {follow_ups} follow-ups are {heir.name}'s now." if heir else "")
    )


@contextmanager
def _work() -> Iterator[Work]:
    """One piece of work on the command line: nobody's, and a change set of its own."""
    with opened(load()) as store, store.work(turn=f"cli:{secrets.token_hex(8)}") as work:
        yield work


def _one(work: Work, name: str) -> Person:
    found = work.people.named(name)
    exact = [person for person in found if person.name.casefold() == name.casefold()]
    if len(exact or found) != 1:
        stop(
            f"Nobody here is called {name}."
            if not found
            else f"Several are called {name}: {', '.join(p.name for p in found)}."
        )
    return (exact or found)[0]


def _last_admin(work: Work) -> bool:
    return sum(person.role == "admin" for person in work.people.everyone()) == 1
