"""Customers and contacts, or leads, as a file: to keep, to change in a spreadsheet, to bring in elsewhere."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from handlers.kit.format.texts import _, ngettext
from handlers.kit.jobs import JobContext
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.table_files import FORMATS
from handlers.kit.turn import Sorry, Turn
from handlers.spreadsheets.export_file import export, export_leads

_NAMES = {"customers": {"es": "clientes", "en": "customers"}, "leads": {"es": "leads", "en": "leads"}}
_MEANT = {
    "",
    "clientes",
    "cliente",
    "customers",
    "customer",
    "contactos",
    "contacts",
    "archivo",
    "fichero",
    "lista",
    "listado",
    "file",
    "list",
}
_LEADS = {"leads", "lead"}
_EXCEL = {"xlsx", "excel", "xls", "spreadsheet"}


def _export(turn: Turn, words: str) -> Reply:
    """Asks for the file: CSV, or Excel where that is said."""
    said = words.casefold().replace(".", " ").split()
    if [word for word in said if word not in _MEANT | _LEADS | _EXCEL | {"csv"}]:
        if made := turn.contributions("export", words):
            return made
        raise Sorry(
            _(
                "I can export customers, leads or opportunities: “/export customers”, “/export leads”, “/export opportunities”, with “xlsx” for Excel. One person's data: “/export_data Laura”."
            )
        )
    turn.only_in_private()
    owners = turn.work.sees_owners
    what = "leads" if _LEADS & set(said) else "customers"
    payload = {
        "what": what,
        "format": "xlsx" if _EXCEL & set(said) else "csv",
        "owners": None if owners is None else sorted(owners),
        "name": f"{_NAMES[what][turn.person.language]}-{turn.local(turn.now):%Y-%m-%d}",
    }
    turn.start_job("export_table", payload)
    return Reply.of(_("I'm writing the file…"))


def _export_leads(turn: Turn, words: str) -> Reply:
    return _export(turn, f"leads {words}")


def _write(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: writes the file and puts it into the store."""
    name = f"{payload['name']}.{payload['format']}"
    with TemporaryDirectory(prefix="cartera-") as folder:
        path = Path(folder) / name
        count = _EXPORTS[payload.get("what", "customers")](context, path, payload["owners"])
        with context.store.work() as work:
            return {
                "file": work.files.keep(name, FORMATS[payload["format"]], path.read_bytes()),
                "name": name,
                "count": count,
                "what": payload.get("what", "customers"),
            }


_EXPORTS = {"customers": export, "leads": export_leads}


def _written(_turn: Turn, result: dict[str, Any]) -> Reply:
    if result.get("what") == "leads":
        said = ngettext("{count} lead.", "{count} leads.", result["count"])
        return Reply.of(said) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))
    said = ngettext("{count} customer, with its contacts.", "{count} customers, with their contacts.", result["count"])
    return Reply.of(said) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))


CAPABILITY = Capability(
    "exporting",
    about=_("The customers, or the leads, as a file"),
    commands=(
        Command(
            {"es": "exportar", "en": "export"},
            _export,
            _("The customers and contacts, or the leads, as a file: CSV or Excel"),
            phrases={"es": ("exportar", "exporta"), "en": ("export",)},
            sayings="export_customers",
        ),
        Command({"": "export_leads"}, _export_leads, hidden=True, sayings="export_leads"),
    ),
    roles=frozenset({"admin", "manager"}),
    jobs={"export_table": Job(_write, _written), "export_customers": Job(_write, _written)},
    order=81,
)
