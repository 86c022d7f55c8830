"""`cartera`: run the bot, talk to it, and look after it."""

import asyncio
import json
import signal
import textwrap
from contextlib import suppress
from typing import Annotated

import typer

from bot import logs
from bot.cli import chat, maintenance
from bot.cli.common import TROUBLE, opened, stop
from bot.cli.dead import dead_cli
from bot.cli.demo import play
from bot.cli.import_export import export_cli, import_cli
from bot.cli.staff import ROLES, staff
from bot.cli.understand import understand, when
from bot.platforms.retrying import CredentialError, UnansweredError
from bot.platforms.spec import platform_specs
from bot.process_tuning import collect_once_tuned
from bot.settings import Settings, SettingsError, load
from storage.session.schema import check, version
from storage.session.troubles import in_words
from storage.tables import bring_up_to_date, check_whole
from storage.work import Store

cli = typer.Typer(
    help="Cartera: the CRM that a sales team talks to.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(understand)
cli.command()(when)
cli.command()(maintenance.doctor)
cli.command()(maintenance.backup)
cli.command()(maintenance.restore)
cli.add_typer(staff, name="staff")
cli.add_typer(dead_cli, name="dead")
cli.add_typer(import_cli, name="import")
cli.add_typer(export_cli, name="export")


def main() -> None:
    """The entry point: mistakes of the person at the keyboard are answered in a sentence, not with a traceback."""
    try:
        cli()
    except SettingsError as error:
        stop("The settings are not right:\n" + "\n".join(f"  - {problem}" for problem in error.problems))
    except CredentialError as error:
        stop(str(error), TROUBLE)
    except Exception as error:
        said = in_words(error)
        if said is None:
            raise
        stop(said, TROUBLE)


@cli.command()
def run() -> None:
    """Serve every platform whose token is set, in one process."""
    settings = load()
    logs.set_up(settings.log_level)
    if not any(spec.on(settings) for spec in platform_specs()):
        stop(_how_to_connect())
    _migrate(settings)
    _greet(settings)
    asyncio.run(_serve(settings, receive=True, work=True))


@cli.command()
def web() -> None:
    """Only take events in, over HTTP. Needs PostgreSQL; `cartera worker` does the rest."""
    _serve_part(receive=False, work=False)


@cli.command()
def worker() -> None:
    """Only poll, take turns, remind and send. Needs PostgreSQL; any number may run."""
    _serve_part(receive=True, work=True, listen=False)


@cli.command(name="migrate")
def migrate_command(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing: only say whether it is needed, by exit code 1 too.")
    ] = False,
) -> None:
    """Bring the database to this version."""
    settings = load()
    if not check_only:
        typer.echo(f"The database is at version {_migrate(settings)}.")
        return
    with Store.open(settings.store_url) as store:
        if version(store.engine) is None:
            stop("The database is not made yet. Run: cartera migrate", TROUBLE)
        check(store.engine)
        check_whole(store.engine)
    typer.echo("The database is up to date.")


@cli.command()
def invite(
    name: Annotated[str, typer.Argument(help="The colleague's name, as others see it.")],
    role: Annotated[str, typer.Option(help=f"One of {', '.join(ROLES)}.")] = "rep",
    language: Annotated[str, typer.Option(help="es or en.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print {code, link} for a program.")] = False,
) -> None:
    """Make a single-use link and code, good for 24 hours, that make an account on a platform this colleague's."""
    settings = load()
    language = language or settings.company.language
    if role not in ROLES:
        stop(f"There is no role “{role}”: {', '.join(ROLES)}.")
    if language not in {"es", "en"}:
        stop("The bot speaks es and en.")
    if not name.strip():
        stop("A colleague needs a name.")
    with opened(settings) as store, store.work() as work:
        same = [person for person in work.people.everyone() if person.name.casefold() == name.strip().casefold()]
        person = same[0] if same else work.people.add(name.strip(), role, language, settings.timezone)
        code = work.people.invite(person)
    links, missing = asyncio.run(_links(settings, code))
    if as_json:
        typer.echo(json.dumps({"code": code, "link": next(iter(links.values()), None)}))
        return
    typer.echo(f"{person.name} ({person.role}) joins once, within 24 hours.")
    for title, link in links.items():
        typer.echo(f"With this link, in {title}:\n  {link}")
    for problem in missing:
        typer.echo(problem)
    specs = platform_specs()
    connected = [spec for spec in specs if spec.on(settings)]
    typer.echo(
        "Or by writing to the bot:"
        if connected
        else "No platform is connected yet. Once one is, by writing to the bot:"
    )
    for spec in connected or specs:
        typer.echo(f"  {spec.join_command.format(code=code)}    ({spec.title})")


@cli.command(name="chat")
def chat_command(
    who: Annotated[str, typer.Option("--as", help="Whom to talk as.")] = "Ana",
    demo: Annotated[bool, typer.Option(help="In the sample company.")] = False,
) -> None:
    """Talk to the bot in this terminal."""
    settings = load()
    logs.set_up("ERROR")
    if demo:
        settings = chat.demo_settings(settings)
    _migrate(settings)
    if demo:
        chat.make_sample(settings)
    with suppress(KeyboardInterrupt):
        if not asyncio.run(chat.talk(settings, who)):
            stop(f'Nobody here is called {who}. Invite them first: cartera invite "{who}"')


@cli.command()
def demo(
    browser: Annotated[bool, typer.Option(help="Open the page in a browser, where there is a display.")] = True,
) -> None:
    """Try it: a sample company in your browser, with a clock to move."""
    with suppress(KeyboardInterrupt):
        asyncio.run(play(browser=browser))


# ------------------------------------------------------------------ shared by them
async def _serve(settings: Settings, *, receive: bool, work: bool, listen: bool = True) -> None:
    from bot.app import Server, build  # noqa: PLC0415 - `cartera invite` need not load the application

    if work:
        collect_once_tuned()
    app = build(settings)
    servers: list[Server] = []
    # A port that was asked for is listened to even where only /health is served: who runs containers looks there.
    if listen and (app.listens or not receive or "port" in settings.model_fields_set):
        from bot.web.server import Web  # noqa: PLC0415 - a web server only where something is served

        servers.append(Web(app, settings))
    task = asyncio.ensure_future(app.run(servers, receive=receive, work=work))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        with suppress(asyncio.CancelledError):
            await task
    finally:
        await app.close()


def _serve_part(*, receive: bool, work: bool, listen: bool = True) -> None:
    settings = load()
    logs.set_up(settings.log_level)
    with opened(settings) as store:
        if store.single_writer:
            stop(
                "Several processes want PostgreSQL: set DATABASE_URL. With SQLite, `cartera run` does everything in one."
            )
    asyncio.run(_serve(settings, receive=receive, work=work, listen=listen))


def _migrate(settings: Settings) -> str:
    with Store.open(settings.store_url) as store:
        reached = bring_up_to_date(store.engine)
        check_whole(store.engine)
        return reached


def _greet(settings: Settings) -> None:
    """Says what comes next where nobody can write to the bot yet."""
    with Store.open(settings.store_url) as store, store.look() as work:
        joined = work.people.anybody_joined()
    typer.echo("The bot runs until Ctrl-C. On each platform it says who it is as soon as that answers.")
    if not joined:
        typer.echo('Nobody is in yet: open the link that this prints: cartera invite "Your Name" --role admin')


async def _links(settings: Settings, code: str) -> tuple[dict[str, str], list[str]]:
    """The links that carry a code, by platform, of those that are on and have such links; and why some are missing."""
    found: dict[str, str] = {}
    missing: list[str] = []
    for spec in platform_specs():
        if spec.on(settings):
            try:
                link = await spec.join_link(settings, code)
            except (CredentialError, UnansweredError) as error:
                missing.append(str(error))
            else:
                found |= {spec.title: link} if link else {}
    return found, missing


def _how_to_connect() -> str:
    """What to do next where no platform is on."""
    indent = " " * len("  1. ")
    ways = "\n".join(f"{spec.title}: {spec.connecting}" for spec in platform_specs())
    return (
        "No platform is connected yet.\n"
        f"  1. One of these, or more:\n{textwrap.indent(ways, indent)}\n"
        '  2. cartera invite "Your Name" --role admin\n'
        "  3. cartera run\n"
        "To try it without any account: make demo"
    )


if __name__ == "__main__":
    main()
