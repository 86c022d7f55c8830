"""One person's data (GDPR, articles 15, 17 and 20): what is kept of them, as a file, or erased for good with a certificate."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.kit.format.texts import On, TimeOfDay, Voice, Words, _, clip, ngettext, quoted, voice
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.subjects import Subject, SubjectName, subjects_named
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Enclosed, Reply
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.turn import Sorry, Turn
from handlers.personal_data.wording import PURPOSES, counted
from storage.work import Work

TABLES = {"customer": "customers", "contact": "contacts"}
ERASERS = frozenset({"admin"})
"""What nobody can bring back is not everybody's to do."""
MOST_CONSENTS = 8

WHO = Slot("subject", SubjectName(), _("Whose"), _("Whose data? A customer, or a person there."))


# ------------------------------------------------------------------ what is kept
def _show(turn: Turn, said: Said) -> Reply:
    """What is kept of somebody, what they agreed to, and what can be done."""
    turn.only_in_private()
    subject = said[WHO]
    held = turn.work.personal_data.export(*_row(subject.target))
    facts = counted({table: len(rows) for table, rows in held["rows"].items()})
    blocks: list[Block] = [Heading(_("Data of {name}", name=clip(subject.name, 60))), Facts(facts)]
    if agreed := _agreed(turn, subject):
        blocks += [Paragraph(_("What they agreed to:")), Entries(agreed)]
    this = {"who": str(subject.target)}
    erase = (Choice(_("Erase…"), Action("ask_to_erase", this)),) if turn.person.role in ERASERS else ()
    return Reply(tuple(blocks), (Choice(_("As a file"), Action("export_person", this)), *erase), about=subject.target)


def _agreed(turn: Turn, subject: Subject) -> list[tuple[Words, Words]]:
    """Each consent, by channel and purpose, with its words and its time."""
    found: list[tuple[Words, Words]] = []
    for account in turn.work.customer_accounts.of_customer(subject.customer.id) if subject.contact is None else ():
        for purpose, consent in turn.work.consents.of(account.id).items():
            local = turn.local(consent.said_at)
            about, channel = PURPOSES.get(purpose, purpose), account.platform.capitalize()
            day, time = On(local.date()), TimeOfDay(local)
            words = (
                _("yes, {purpose} by {channel} · {day}, {time}", purpose=about, channel=channel, day=day, time=time)
                if consent.granted
                else _("no {purpose} by {channel} · {day}, {time}", purpose=about, channel=channel, day=day, time=time)
            )
            found.append((words, quoted(clip(consent.words, 200))))
    return found[:MOST_CONSENTS]


# ------------------------------------------------------------------ as a file
def _export_said(turn: Turn, said: Said) -> Reply:
    return _export(turn, str(said[WHO].target))


def _export(turn: Turn, who: str) -> Reply:
    """A button, or a sentence: all of it as a file."""
    turn.only_in_private()
    subject = _subject(turn, who)
    entity, id_ = _row(subject.target)
    _ask_for(turn, "export_person", {"entity": entity, "id": id_})
    return Reply.of(_("I'm writing the file…"))


def _write(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    with context.store.look() as work:
        held = work.personal_data.export(payload["entity"], payload["id"])
    content = json.dumps(held, ensure_ascii=False, indent=1).encode()
    return _kept(context, f"{payload['entity']}-{payload['id']}.json", "application/json", content)


def _written(_turn: Turn, result: dict[str, Any]) -> Reply:
    said = _("All that is kept of them, with each change of it, as JSON. Messages in chats are not in it.")
    return Reply.of(said) + Reply(enclosed=(Enclosed(result["file"], result["name"]),))


# ------------------------------------------------------------------ erased
def _erase_said(turn: Turn, said: Said) -> Reply:
    return _ask(turn, str(said[WHO].target))


def _ask(turn: Turn, who: str) -> Reply:
    """Says what goes, and asks: nothing brings it back."""
    _may_erase(turn)
    subject = _subject(turn, who)
    held = turn.work.personal_data.export(*_row(subject.target))
    facts = counted({table: len(rows) for table, rows in held["rows"].items()})
    words = _(
        "This erases {name} for good: what is theirs goes, and where others wrote of them their name is blacked out."
        " It can't be undone.",
        name=clip(subject.name, 60),
    )
    choices = (
        Choice(_("Erase for good"), Action("erase_person", {"who": who})),
        Choice(_("A copy first"), Action("export_person", {"who": who})),
    )
    return Reply((Paragraph(words), Facts(facts), Paragraph(_BACKUPS)), choices)


def _erase(turn: Turn, who: str) -> Reply:
    """The button: it is done apart from the turn, since much may have to be looked through."""
    _may_erase(turn)
    entity, id_ = _row(_subject(turn, who).target)
    _ask_for(turn, "erase_person", {"entity": entity, "id": id_, "now": turn.now.isoformat()})
    return Reply.of(_("I'm erasing it…"), replaces=True)


def _do_erase(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: erases in one transaction, and writes the certificate, which names nobody any more."""
    entity, id_ = payload["entity"], payload["id"]
    with context.store.work(person=context.person, turn=f"erase:{entity}:{id_}") as work:
        if not work.personal_data.export(entity, id_)["rows"].get(entity):
            return {"gone": None}
        erased = work.personal_data.erase(entity, id_)
        result = {
            "gone": dict(erased.gone),
            "blacked_out": dict(erased.blacked_out),
            "messages": erased.messages,
            "number": f"{entity}-{id_}",
        }
        speaks = voice(context.language, context.company.country, work.now.date())
        by = context.person.name if context.person else ""
        content = _certificate(speaks, context.company.name, by, f"{work.now:%Y-%m-%d %H:%M} UTC", result)
        name = speaks.say(_("certificate-{number}.txt", number=f"{entity}-{id_}"))
        return result | {"file": work.files.keep(name, "text/plain", content.encode()), "name": name}


def _certificate(speaks: Voice, company: str, by: str, at: str, result: Mapping[str, Any]) -> str:
    say = speaks.say
    lines = [
        say(_("Certificate of erasure")),
        f"{company} · {at}",
        say(_("Record {number}, erased by {name} on request.", number=result["number"], name=by)),
        "",
        say(_("Erased:")),
        *(f"- {say(what)}: {count}" for what, count in counted(result["gone"])),
    ]
    if result["blacked_out"]:
        lines += ["", say(_("Kept, with the person blacked out:"))]
        lines += [f"- {say(what)}: {count}" for what, count in counted(result["blacked_out"])]
    lines += ["", say(_("Messages emptied: {count}", count=result["messages"])), "", say(_BACKUPS)]
    return "\n".join(lines) + "\n"


def _erased(_turn: Turn, result: dict[str, Any]) -> Reply:
    if result["gone"] is None:
        return Reply.of(_("There is nobody of that kind any more."))
    rows = sum(result["gone"].values())
    said = ngettext(
        "Erased: {count} row, and {messages} messages emptied.",
        "Erased: {count} rows, and {messages} messages emptied.",
        rows,
        messages=result["messages"],
    )
    blocks = (Paragraph(said), Facts(counted(result["gone"])), Paragraph(_BACKUPS))
    return Reply(blocks, enclosed=(Enclosed(result["file"], result["name"]),))


_BACKUPS: Words = _(
    "Files of former backups are not touched: delete those that hold the person, or erase again after a restore."
    " Messages on their way at this moment are emptied within a week."
)


# ------------------------------------------------------------------ shared by them
def _row(target: Target) -> tuple[str, int]:
    return TABLES[target.kind], target.id


def _subject(turn: Turn, who: str) -> Subject:
    subject = Subject.of(turn, Target.parse(who))
    if subject is None:
        raise Sorry(_("There is nobody of that kind any more."))
    return subject


def _may_erase(turn: Turn) -> None:
    turn.only_in_private()
    if turn.person.role not in ERASERS:
        raise Sorry(_("Only admins can erase somebody's data."))


def _ask_for(turn: Turn, job: str, payload: dict[str, Any]) -> None:
    turn.start_job(job, payload)


def _kept(context: JobContext, name: str, kind: str, content: bytes) -> dict[str, Any]:
    with context.store.work() as work:
        return {"file": _file(work, name, kind, content), "name": name}


def _file(work: Work, name: str, kind: str, content: bytes) -> int:
    return work.files.keep(name, kind, content)


def _known(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names somebody we know: "borra los datos de la pantalla" is something else."""
    return bool(subjects_named(turn, places["subject"]))


def _may_take_out(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether somebody we know asks for their data, and who tells it may take them out; a note for everybody else."""
    return turn.person.role in MANAGERS and _known(turn, places)


def _may_be_erased(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether somebody we know asks to be erased, and who tells it may do it; a note for everybody else."""
    return turn.person.role in ERASERS and _known(turn, places)


SHOW = Form("personal_data", (WHO,), save=_show, title=_("Somebody's data"))
EXPORT = Form("export_person", (WHO,), save=_export_said)
ERASE = Form("erase_person", (WHO,), save=_erase_said)

CAPABILITY = Capability(
    "personal_data",
    about=_("Somebody's data: what is kept, as a file, erased on request"),
    commands=(
        Command(
            {"es": "datos_personales", "en": "personal_data"},
            SHOW,
            _("What is kept of somebody, and what they agreed to: /personal_data Laura"),
            takes=("{subject}",),
            sayings="personal_data",
            fits=_known,
        ),
        Command(
            {"es": "exportar_datos", "en": "export_data"},
            EXPORT,
            hidden=True,
            takes=("{subject}",),
            sayings="export_person",
            fits=_known,
        ),
        Command({"": "copy_asked_for"}, EXPORT, hidden=True, sayings="asked_for_copy", fits=_may_take_out),
        Command({"": "erasure_asked_for"}, ERASE, hidden=True, sayings="asked_to_be_erased", fits=_may_be_erased),
        Command(
            {"es": "borrar_datos", "en": "erase_data"},
            ERASE,
            hidden=True,
            takes=("{subject}",),
            sayings="erase_person",
            fits=_known,
        ),
    ),
    actions={"export_person": _export, "ask_to_erase": _ask, "erase_person": _erase},
    jobs={"export_person": Job(_write, _written), "erase_person": Job(_do_erase, _erased)},
    roles=MANAGERS,
    order=84,
)
