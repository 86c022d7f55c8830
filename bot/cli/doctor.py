"""`cartera doctor`: what is wrong, in sentences that say what to do. Never a secret, never what people wrote."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from bot.doctor_findings import Finding, clock_finding, well, wrong
from bot.platforms.spec import platform_specs
from bot.settings import Settings
from handlers.kit.calendar.public_holidays import is_known
from storage.attachments.attachments import Attachments
from storage.messaging.leases import TICK
from storage.session.engine import database_clock
from storage.session.integrity import damaged_tables
from storage.session.schema import check, version
from storage.session.troubles import DAMAGED, in_words
from storage.tables import check_whole
from storage.vault import Vault
from storage.work import Store, Work

LATELY = timedelta(days=7)
"""Losses that are older have been seen, or will not be mended."""
WAITS_TOO_LONG = timedelta(minutes=10)
FREE_BYTES = 500_000_000
LOOKS_FOR = 60.0
"""Seconds; a gigabyte takes a few."""
POLLS_AGAIN_WITHIN = 7
"""Seconds after which any other poller that was told of a conflict, ours among them, has come back."""


async def examine(settings: Settings, *, probe_seconds: int = POLLS_AGAIN_WITHIN) -> list[Finding]:
    """Looks at everything; what cannot be looked at is a finding too."""
    found = [well("Settings: read, and right.")]
    of_database, running = _database(settings)
    found += of_database
    found += _holidays(settings)
    found += await _platforms(settings, 0 if running else probe_seconds)
    found += _language_model(settings)
    found += _programs(settings)
    found += _kept_files(settings)
    found.append(_disk(settings.data_dir))
    return found


def _language_model(settings: Settings) -> list[Finding]:
    """Which text leaves the house, and to whom."""
    if settings.language_model is None:
        return [well("Language model: off; no text leaves the house.")]
    host = settings.llm_url.host if settings.llm_url else ""
    said = f"Language model: messages that are not understood, up to 500 characters each, are sent to {host}; nothing else is."
    if find_spec("openai") is None:
        return [wrong(f"{said} But its package is missing: pip install 'cartera[llm]'.")]
    return [well(said)]


def _programs(settings: Settings) -> list[Finding]:
    """Whether people's own programs may ask, and where."""
    if settings.mcp == "off":
        return [well("Programs (MCP): off.")]
    if not settings.mcp_url:
        return [
            wrong(
                "Programs (MCP): MCP=on, but its package is missing: pip install 'cartera[mcp]'. It is off until then."
            )
        ]
    return [
        well(
            f"Programs (MCP): at {settings.mcp_url}, with each person's own token. What a program asks for leaves the house "
            "if it runs outside: what that person may see, and no more."
        )
    ]


def _database(settings: Settings) -> tuple[list[Finding], bool]:
    """What was found about the database and in it, and whether a bot works on it."""
    found: list[Finding] = []
    running = False
    try:
        with Store.open(settings.store_url) as store:
            if version(store.engine) is None:
                return [wrong('Database: not made yet. Run: cartera invite "Your Name" --role admin')], False
            found += _pages(store)
            check(store.engine)
            check_whole(store.engine)
            with store.work() as work:  # one that only reads would not notice that nothing can be written
                running = work.leases.held(TICK)
                found += _store(work, store.engine.dialect.name, running=running)
            found += clock_finding("the database", _ahead(database_clock(store.engine)))
    except Exception as error:
        said = in_words(error)
        if said is None:
            raise
        found.append(wrong(f"Database: {said}"))
    return found, running


def _pages(store: Store) -> Iterator[Finding]:
    """Damaged pages of a SQLite file, as far as they are found in LOOKS_FOR seconds."""
    until = time.monotonic() + LOOKS_FOR
    for table in damaged_tables(store.engine):
        if table:
            yield wrong(f"Database: pages of the table {table} are damaged. {DAMAGED}")
        if time.monotonic() > until:
            yield well(f"Database: too large to look at every page in {LOOKS_FOR:.0f} seconds.")
            return


def _store(work: Work, kind: str, *, running: bool) -> Iterator[Finding]:
    people = work.people.everyone()
    team = "1 colleague" if len(people) == 1 else f"{len(people)} colleagues"
    yield well(f"Database: {kind}, up to date, {team}. The bot {'runs' if running else 'is not running'}.")
    if not any(person.role == "admin" for person in people):
        yield wrong(
            'People: nobody is admin yet, so nobody can write to the bot. Run: cartera invite "Your Name" --role admin'
        )
    waits = work.inbox.waits_since()
    late = waits is not None and work.machine_now - waits > WAITS_TOO_LONG
    since = f", the oldest since {waits:%Y-%m-%d %H:%M} UTC" if waits else ""
    yield Finding(
        not late,
        f"Inbox: {work.inbox.waiting()} events wait for their turn{since}." + (" Is the bot running?" if late else ""),
    )
    for backlog in work.dead_letters.backlogs():
        waits_long = work.machine_now - backlog.since > WAITS_TOO_LONG
        why = f": {backlog.problem}" if backlog.problem else ""
        yield Finding(
            not (waits_long or backlog.problem),
            f"Outbox: {backlog.count} messages wait for {backlog.platform}, the oldest since {backlog.since:%Y-%m-%d %H:%M} UTC{why}.",
        )
    dead = [event for event in work.inbox.dead() if work.machine_now - event.received_at <= LATELY]
    for event in dead:
        at = f"{event.received_at:%Y-%m-%d %H:%M} UTC"
        yield wrong(f"Set aside: event {event.id} of {event.platform}, {at}, ref {event.reference}: {event.problem}")
    lost = work.outbox.lost(since=work.machine_now - LATELY)
    for state, count in lost.items():
        # What came too late to matter was meant to be dropped.
        settle = "" if state == "expired" else ". See: cartera dead list"
        yield Finding(state == "expired", f"Not delivered in the last {LATELY.days} days ({state}): {count}{settle}")
    if jobs := work.jobs.dead(since=work.machine_now - LATELY):
        yield wrong(f"Given up in the last {LATELY.days} days: {jobs} jobs")
    failures = [failure for failure in work.nudges.failures() if work.machine_now - failure.failed_at <= LATELY]
    for failure in failures:
        at = f"{failure.failed_at:%Y-%m-%d %H:%M} UTC"
        times = "once" if failure.failures == 1 else f"{failure.failures} times"
        yield wrong(
            f"Reminders: the rule {failure.rule} failed {times}, last {at}, ref {failure.reference}: {failure.problem}"
        )
    if not dead and not lost and not failures:
        yield well(f"Nothing was lost in the last {LATELY.days} days.")


def _holidays(settings: Settings) -> Iterator[Finding]:
    """Whether the part of the country that was set has holidays of its own."""
    if settings.subdivision and not is_known(settings.country, settings.subdivision):
        yield wrong(
            f"Holidays: nobody knows a part {settings.subdivision} of {settings.country}: only the national ones count. "
            "SUBDIVISION wants ISO 3166-2 without the country, such as MD or CT."
        )


async def _platforms(settings: Settings, probe_seconds: int) -> list[Finding]:
    found: list[Finding] = []
    for spec in platform_specs():
        if spec.on(settings):
            found += await spec.examine(settings, probe_seconds)
        else:
            found.append(well(f"{spec.title}: off (no {spec.needs})."))
    return found


def _kept_files(settings: Settings) -> Iterator[Finding]:
    """The folder of photos, documents and what else came: whether it takes more, and holds what the database speaks of."""
    vault = Vault.beside(settings.data_dir)
    if not vault.writable():
        yield wrong(f"Kept files: {vault.folder} cannot be written. Whatever people send is refused until it can.")
        return
    count, size = vault.size()
    try:
        with Store.open(settings.store_url) as store, store.look() as work:
            missing = sum(not vault.holds(digest) for digest in work.topic(Attachments).wanted())
    except Exception as error:
        if in_words(error) is None:
            raise
        return  # the database has its own findings
    if missing:
        yield wrong(
            f"Kept files: {missing} are missing in {vault.folder}. Restore them from a backup; "
            "where several machines run the bot, they share that folder."
        )
    yield well(f"Kept files: {count} in {vault.folder}, {size / 1e6:.1f} MB.")


def _ahead(theirs: datetime | None) -> float | None:
    return None if theirs is None else (theirs - datetime.now(UTC)).total_seconds()


def _disk(folder: Path) -> Finding:
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(there).free
    return Finding(
        free >= FREE_BYTES,
        f"Disk: {free / 1e9:.1f} GB free in {folder}."
        + ("" if free >= FREE_BYTES else " Make room: a full disk stops the bot."),
    )
