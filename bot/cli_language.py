"""`cartera understand` and `cartera when`: how the bot reads a text, without a chat."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.settings import load
from handlers.language import wire
from handlers.language.meaning import Context, NameBook, NameEntry
from handlers.language.names import KnownNames
from storage.work import Store

Text = Annotated[str, typer.Argument(help="What somebody wrote.")]
Now = Annotated[str, typer.Option(help="When it was sent, ISO 8601; now unless told.")]
Zone = Annotated[str, typer.Option("--tz", help="The sender's time zone.")]
Locale = Annotated[str, typer.Option(help="The sender's locale: es_ES, es_MX, en_GB …")]
Jsonl = Annotated[Path | None, typer.Option(help="Read one JSON object a line from this file (- for standard input).")]


def understand(text: Text = "", now: Now = "", zone: Zone = "", locale: Locale = "", jsonl: Jsonl = None,
               as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
               explain: Annotated[bool, typer.Option(help="Show which part of the text made which slot.")] = False) -> None:
    """Print how the bot reads a message. Names are those of the database."""
    from handlers.language.understand import understand as read  # noqa: PLC0415 - loads the phrases

    def answer(line: dict[str, Any], context: Context) -> dict[str, Any]:
        understood = read(line["text"], context)
        out = {"id": line["id"]} | wire.as_json(understood) if "id" in line else wire.as_json(understood)
        return out | {"explain": wire.explained(understood, line["text"])} if explain else out

    if jsonl is not None:
        _each(jsonl, answer)
        return
    result = answer({"text": text}, _context(now, zone, locale))
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else _pretty(result))


def when(text: Text = "", now: Now = "", zone: Zone = "", locale: Locale = "", jsonl: Jsonl = None,
         tense: Annotated[str, typer.Option(help="past or future.")] = "future",
         as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Print the moment that a text names."""
    from handlers.language.moments import read_moment  # noqa: PLC0415 - loads the phrases

    def answer(line: dict[str, Any], context: Context) -> dict[str, Any]:
        moment = read_moment(line["text"], context.now, line.get("tense", "future"), context.locale)
        return {"id": line.get("id"), "moment": wire.moment_as_json(moment) if moment else None}

    if jsonl is not None:
        _each(jsonl, answer)
        return
    result = answer({"text": text, "tense": tense, "id": None}, _context(now, zone, locale))
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else _pretty(result["moment"] or {"moment": None}))


def _each(path: Path, answer: Callable[[dict[str, Any], Context], dict[str, Any]]) -> None:
    """One answer a line, in order; a line that is no request stops with its number."""
    for number, text in enumerate(_lines(path), 1):
        if not text.strip():
            continue
        try:
            line = json.loads(text)
            context = wire.context_of(line, _store_names)
        except (ValueError, KeyError, TypeError) as error:
            typer.echo(f"{path}:{number}: {error}", err=True)
            raise typer.Exit(2) from None
        sys.stdout.write(json.dumps(answer(line, context), ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from sys.stdin
    else:
        with path.open(encoding="utf-8") as file:
            yield from file


def _context(now: str, zone: str, locale: str) -> Context:
    settings = load()
    where = ZoneInfo(zone or settings.timezone)
    sent = datetime.fromisoformat(now) if now else datetime.now(where)
    sent = sent.replace(tzinfo=where) if sent.tzinfo is None else sent.astimezone(where)
    return Context(sent, where, locale or settings.locale, _store_names(), None if locale else settings.currency)


def _store_names() -> NameBook:
    """The names of the database, where there is one."""
    settings = load()
    url = settings.store_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        return KnownNames({})
    return StoreBook(Store.open(url))


@dataclass(frozen=True)
class StoreBook:
    """The store's names, for reading texts outside a turn."""

    store: Store

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these words may mention."""
        with self.store.work() as work:
            return work.names.candidates(words)


def _pretty(result: dict[str, Any]) -> str:
    return "\n".join(f"{name}: {json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value}" for name, value in result.items())
