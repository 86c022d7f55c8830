"""`cartera doctor`: what is wrong, in sentences that say what to do. Never a secret, never what people wrote."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from handlers.kit.calendar.public_holidays import is_known
from storage.messaging.leases import TICK
from storage.session.engine import database_clock
from storage.session.schema import SchemaError, check, version
from storage.session.troubles import is_trouble
from storage.work import Store, Work

LATELY = timedelta(days=7)
"""Losses that are older have been seen, or will not be mended."""
WAITS_TOO_LONG = timedelta(minutes=10)
CLOCK_MAY_BE_OFF = 30.0
"""Seconds: beyond that, leases and what "today" means begin to suffer."""
FREE_BYTES = 500_000_000
POLLS_AGAIN_WITHIN = 7
"""Seconds after which any other poller that was told of a conflict, ours among them, has come back."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    ok: bool
    what: str


def _well(what: str) -> Finding:
    return Finding(ok=True, what=what)


def _wrong(what: str) -> Finding:
    return Finding(ok=False, what=what)


async def examine(settings: Settings, *, probe_seconds: int = POLLS_AGAIN_WITHIN) -> list[Finding]:
    """Looks at everything; what cannot be looked at is a finding too."""
    found = [_well("Settings: read, and right.")]
    running = False
    store = Store.open(settings.store_url)
    try:
        check(store.engine)
        with store.work() as work:
            running = work.leases.held(TICK)
            found += _store(work, store.engine.dialect.name, running=running)
        found += _clock("the database", _ahead(database_clock(store.engine)))
    except SchemaError as error:
        new = version(store.engine) is None
        found.append(
            _wrong(
                'Database: not made yet. Run: cartera invite "Your Name" --role admin' if new else f"Database: {error}"
            )
        )
    except Exception as error:
        if not is_trouble(error):
            raise
        found.append(
            _wrong(f"Database: it does not answer ({type(error).__name__}). Is DATABASE_URL right, and its server up?")
        )
    finally:
        store.close()
    found += _holidays(settings)
    found += await _telegram(settings, 0 if running else probe_seconds)
    found += await _slack(settings)
    found.append(_disk(settings.data_dir))
    return found


def _store(work: Work, kind: str, *, running: bool) -> Iterator[Finding]:
    people = work.people.everyone()
    team = "1 colleague" if len(people) == 1 else f"{len(people)} colleagues"
    yield _well(f"Database: {kind}, up to date, {team}. The bot {'runs' if running else 'is not running'}.")
    if not any(person.role == "admin" for person in people):
        yield _wrong(
            'People: nobody is admin yet, so nobody can write to the bot. Run: cartera invite "Your Name" --role admin'
        )
    waits = work.inbox.waits_since()
    late = waits is not None and work.machine_now - waits > WAITS_TOO_LONG
    since = f", the oldest since {waits:%Y-%m-%d %H:%M} UTC" if waits else ""
    yield Finding(
        not late,
        f"Inbox: {work.inbox.waiting()} events wait for their turn{since}." + (" Is the bot running?" if late else ""),
    )
    dead = [event for event in work.inbox.dead() if work.machine_now - event.received_at <= LATELY]
    for event in dead:
        at = f"{event.received_at:%Y-%m-%d %H:%M} UTC"
        yield _wrong(f"Set aside: event {event.id} of {event.platform}, {at}, ref {event.reference}: {event.problem}")
    lost = work.outbox.lost(since=work.machine_now - LATELY)
    for state, count in lost.items():
        # What came too late to matter was meant to be dropped.
        yield Finding(state == "expired", f"Not delivered in the last {LATELY.days} days ({state}): {count}")
    if jobs := work.jobs.dead(since=work.machine_now - LATELY):
        yield _wrong(f"Given up in the last {LATELY.days} days: {jobs} jobs")
    failures = [failure for failure in work.nudges.failures() if work.machine_now - failure.failed_at <= LATELY]
    for failure in failures:
        at = f"{failure.failed_at:%Y-%m-%d %H:%M} UTC"
        times = "once" if failure.failures == 1 else f"{failure.failures} times"
        yield _wrong(
            f"Reminders: the rule {failure.rule} failed {times}, last {at}, ref {failure.reference}: {failure.problem}"
        )
    if not dead and not lost and not failures:
        yield _well(f"Nothing was lost in the last {LATELY.days} days.")


def _holidays(settings: Settings) -> Iterator[Finding]:
    """Whether the part of the country that was set has holidays of its own."""
    if settings.subdivision and not is_known(settings.country, settings.subdivision):
        yield _wrong(
            f"Holidays: nobody knows a part {settings.subdivision} of {settings.country}: only the national ones count. "
            "SUBDIVISION wants ISO 3166-2 without the country, such as MD or CT."
        )


async def _telegram(settings: Settings, probe_seconds: int) -> list[Finding]:
    if settings.telegram_bot_token is None:
        return [_well("Telegram: off (no TELEGRAM_BOT_TOKEN).")]
    from bot.platforms.telegram.health import examine as ask  # noqa: PLC0415 - only where Telegram is on

    polling = settings.telegram_mode == "polling"
    token = settings.telegram_bot_token.get_secret_value()
    health = await ask(token, str(settings.telegram_api_url), probe_seconds=probe_seconds if polling else 0)
    if health.problem:
        return [_wrong(f"Telegram: {health.problem}."), *_clock("Telegram", health.clock_off)]
    found = [
        _well(f"Telegram: on, as @{health.username}, by {settings.telegram_mode}. {health.pending} updates wait there.")
    ]
    if polling and health.webhook:
        found.append(
            _wrong(
                "Telegram: a webhook is set, so polling gets nothing. cartera run removes it; is another program using this bot?"
            )
        )
    if health.others_poll:
        found.append(_wrong("Telegram: another program polls this bot. Stop it, or make a bot of its own for it."))
    wanted = f"{str(settings.public_url).rstrip('/')}/telegram"
    if not polling and health.webhook != wanted:
        found.append(_wrong("Telegram: its webhook is not this server's. cartera run or cartera web sets it."))
    if not polling and health.last_error:
        found.append(_wrong(f"Telegram: its last call to the webhook failed: {health.last_error}"))
    return [*found, *_clock("Telegram", health.clock_off)]


async def _slack(settings: Settings) -> list[Finding]:
    if settings.slack_bot_token is None:
        return [_well("Slack: off (no SLACK_BOT_TOKEN).")]
    from bot.platforms.slack.health import examine as ask  # noqa: PLC0415 - only where Slack is on

    app_token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else None
    health = await ask(settings.slack_bot_token.get_secret_value(), app_token, str(settings.slack_api_url))
    if health.problem:
        return [_wrong(f"Slack: {health.problem}."), *_clock("Slack", health.clock_off)]
    ways = [*(["Socket Mode"] if app_token else []), *(["HTTP, at /slack/events"] if settings.slack_over_http else [])]
    found = [_well(f"Slack: on, in {health.team} as @{health.user}, by {' and '.join(ways)}.")]
    if health.missing:
        found.append(
            _wrong(
                f"Slack: the bot token lacks {', '.join(health.missing)}. Take docs/slack-manifest.yaml and install the app again."
            )
        )
    if health.socket:
        found.append(
            _wrong(f"Slack: it refuses the app token ({health.socket}). Socket Mode needs one with connections:write.")
        )
    return [*found, *_clock("Slack", health.clock_off)]


def _clock(whose: str, behind: float | None) -> list[Finding]:
    if behind is None:
        return []
    right = abs(behind) <= CLOCK_MAY_BE_OFF
    said = "agrees with" if right else f"is {abs(behind):.0f} seconds {'behind' if behind > 0 else 'ahead of'}"
    return [Finding(right, f"Clock: this machine's {said} {whose}{'' if right else ': set it by NTP'}.")]


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
