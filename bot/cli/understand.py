"""`cartera understand` and `cartera when`: how the bot reads a text, without a chat."""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot.cli.explaining import candidates, stages
from bot.settings import load
from handlers.language import json_format
from handlers.language.entities.names.lexicon import ordinary_words
from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import Context, NameBook, NameEntry, Tense, Understanding
from storage.work import Store

Json = dict[str, Any]

Text = Annotated[str, typer.Argument(help="What somebody wrote.")]
Now = Annotated[str, typer.Option(help="When it was sent, ISO 8601; now unless told.")]
Zone = Annotated[str, typer.Option("--tz", help="The sender's time zone.")]
Locale = Annotated[str, typer.Option(help="The sender's locale: es_ES, es_MX, en_GB …")]
Jsonl = Annotated[Path | None, typer.Option(help="Read one JSON object a line from this file (- for standard input).")]


@dataclass(frozen=True, slots=True)
class Request:
    """A text to read, and what is known of it."""

    id: str
    text: str
    context: Context
    tense: Tense = "future"


def understand(
    text: Text = "",
    now: Now = "",
    zone: Zone = "",
    locale: Locale = "",
    jsonl: Jsonl = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    explain: Annotated[
        bool,
        typer.Option(help="Show which part of the text made which slot, what each stage found, and who would take it."),
    ] = False,
    asked: Annotated[
        str, typer.Option(help="With --explain: the question that waits, a form and its slot (visit.summary).")
    ] = "",
) -> None:
    """Print how the bot reads a message. Names are those of the database."""
    from handlers.language.understand import prepare  # noqa: PLC0415 - loads the phrases
    from handlers.language.understand import understand as read  # noqa: PLC0415

    prepare()

    def answer(request: Request) -> Json:
        understood = read(request.text, request.context)
        out = {"id": request.id} if request.id else {}
        out |= json_format.as_json(understood)
        return out | {"explain": _explained(understood, request.text)} if explain else out

    if jsonl is not None:
        _each(jsonl, answer)
        return
    with _store_names() as names:
        request = _request(text, now, zone, locale, names)
        result = answer(request)
        if explain:
            try:
                found = candidates(load(), request.text, request.context, asked=asked)
            except ValueError as error:
                raise typer.BadParameter(str(error)) from None
            result |= {"stages": stages(request.text, request.context), "candidates": found}
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else _pretty(result))


def when(
    text: Text = "",
    now: Now = "",
    zone: Zone = "",
    locale: Locale = "",
    jsonl: Jsonl = None,
    tense: Annotated[str, typer.Option(help="past or future.")] = "future",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the moment that a text names."""
    from handlers.language.entities.moments.moments import read_moment  # noqa: PLC0415 - loads the phrases

    def answer(request: Request) -> Json:
        context = request.context
        moment = read_moment(request.text, context.now.astimezone(context.zone), request.tense, context.locale)
        return {"id": request.id, "moment": json_format.moment_as_json(moment)}

    if tense not in {"past", "future"}:
        raise typer.BadParameter("a tense is past or future")
    if jsonl is not None:
        _each(jsonl, answer)
        return
    request = _request(text, now, zone, locale, KnownNames({}))
    result = answer(replace(request, tense="past" if tense == "past" else "future"))
    typer.echo(json.dumps(result, ensure_ascii=False) if as_json else _pretty(result["moment"] or {"moment": None}))


def _explained(understood: Understanding, text: str) -> list[Json]:
    """Which part of the text made which slot."""
    return [
        {"slot": span.slot, "text": text[span.start : span.end], "start": span.start, "end": span.end}
        for span in understood.spans
    ]


def _each(path: Path, answer: Callable[[Request], Json]) -> None:
    """One answer a line, in order; a line that is no request stops with its number."""
    with _store_names() as names:
        for number, line in enumerate(_lines(path), 1):
            if not line.strip():
                continue
            try:
                raw = json.loads(line)
                id_, text, context = json_format.read_request(raw, names)
                request = Request(id_, text, context, "past" if raw.get("tense") == "past" else "future")
            except (ValueError, KeyError, TypeError) as error:
                typer.echo(f"{path}:{number}: {error}", err=True)
                raise typer.Exit(2) from None
            sys.stdout.write(json.dumps(answer(request), ensure_ascii=False) + "\n")


def _lines(path: Path) -> Iterator[str]:
    if str(path) == "-":
        yield from sys.stdin
    else:
        with path.open(encoding="utf-8") as file:
            yield from file


def _request(text: str, now: str, zone: str, locale: str, names: NameBook) -> Request:
    settings = load()
    where = ZoneInfo(zone or settings.timezone)
    sent = datetime.fromisoformat(now) if now else datetime.now(where)
    sent = sent.replace(tzinfo=where) if sent.tzinfo is None else sent.astimezone(where)
    currency = None if locale else settings.currency
    return Request("", text, Context(sent, where, locale or settings.locale, names, currency))


@contextmanager
def _store_names() -> Iterator[NameBook]:
    """The names of the database, where there is one."""
    url = load().store_url
    if url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists():
        yield KnownNames({})
        return
    with Store.open(url, everyday=ordinary_words()) as store:
        yield StoreBook(store)


@dataclass(frozen=True)
class StoreBook:
    """The store's names, for reading texts outside a turn."""

    store: Store

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these words may mention."""
        with self.store.work() as work:
            return work.names.candidates(words)


def _pretty(result: dict[str, Any]) -> str:
    lines = []
    for name, value in result.items():
        if isinstance(value, list) and value:
            lines += [f"{name}:", *(f"  {_line(one)}" for one in value)]
        elif name == "stages":
            lines += [f"{stage}: {'; '.join(map(_line, found)) or '–'}" for stage, found in value.items()]
        else:
            lines.append(f"{name}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines)


def _line(one: Any) -> str:  # noqa: ANN401 - JSON
    """One thing found, on a line: a candidate with its score first, anything else with what it is."""
    if not isinstance(one, dict):
        return str(one)
    if "by" in one:
        return f"{one['score']:.2f} {one['by']}: {one['reason']}{' (writes)' if one['writes'] else ''}"
    return " · ".join(str(value) for name, value in one.items() if name not in {"start", "end"})
