"""What was sent is not sent again because the process was killed before the store knew."""

from pathlib import Path

import pytest

from bot.app import build
from bot.clock import MovableClock
from bot.dispatch.journal import MOST_BYTES, LeftBehind, Note, SentJournal
from bot.settings import Settings
from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.messaging.records import Address
from tests.office.local import LocalPlatform
from tests.storage.big_company import NOW


def left(folder: Path) -> list[Note]:
    """What processes that live no more had noted."""
    return [note for left in all_left(folder) for note in left.sent]


def all_left(folder: Path) -> list[LeftBehind]:
    """The same, with what was under way."""
    found: list[LeftBehind] = []
    SentJournal(folder).left_behind(found.append)
    return found


def test_notes_are_handed_over_once_their_process_has_ended(tmp_path: Path) -> None:
    journal = SentJournal(tmp_path)
    journal.note(Note("a", "1"))
    journal.note(Note("b", None))
    assert left(tmp_path) == [], "its process lives"
    journal.settled("a")
    journal.close()  # with one that the store does not know of, as a kill leaves it
    assert left(tmp_path) == [Note("a", "1"), Note("b", None)]
    assert left(tmp_path) == [], "and then they are forgotten"


def test_a_process_that_told_the_store_everything_leaves_nothing(tmp_path: Path) -> None:
    journal = SentJournal(tmp_path)
    journal.note(Note("a", "1"))
    journal.settled("a")
    journal.close()
    assert list(tmp_path.iterdir()) == []


def test_a_note_that_is_half_written_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "sent-1-dead.journal").write_bytes(b'["a", "1"]\n["b", "2"]\n["c", ')
    assert left(tmp_path) == [Note("a", "1"), Note("b", "2")]


def test_a_journal_does_not_grow_for_ever(tmp_path: Path) -> None:
    journal = SentJournal(tmp_path)
    for number in range(MOST_BYTES // 10):
        journal.note(Note(f"token{number}", "1"))
        journal.settled(f"token{number}")
    [file] = tmp_path.iterdir()
    assert file.stat().st_size <= MOST_BYTES + 100
    journal.close()


def test_what_is_under_way_is_left_behind_however_often_the_journal_is_begun_anew(tmp_path: Path) -> None:
    journal = SentJournal(tmp_path)
    journal.begun("slow")
    for number in range(MOST_BYTES // 10):
        journal.begun(f"token{number}")
        journal.note(Note(f"token{number}", "1"))
        journal.settled(f"token{number}")
    [file] = tmp_path.iterdir()
    assert file.stat().st_size <= MOST_BYTES + 100
    journal.begun("refused")
    journal.not_sent("refused")
    journal.begun("twice")
    journal.not_sent("twice")
    journal.begun("twice")
    journal.close()
    [found] = all_left(tmp_path)
    assert found.under_way == ["slow", "twice"]


def test_where_no_file_can_be_written_messages_go_out_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journal = SentJournal(tmp_path / "file" / "folder")
    journal.note(Note("a", "1"))
    journal.settled("a")
    journal.close()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_what_a_killed_process_had_sent_is_not_sent_again(store_url: str, tmp_path: Path) -> None:
    local = LocalPlatform()
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[local], alone=True)
    with app.store.work(NOW) as work:
        said = [
            work.outbox.add(Address("local", "1"), Reply.of(text).payload(voice("es", "ES", NOW.date())))
            for text in ("uno", "dos")
        ]
    assert said[0]
    killed = SentJournal(tmp_path)
    killed.note(Note(said[0].token, "77"))
    killed.close()
    await app.delivery.flush()
    assert [message.text for message in local.screens["1"]] == ["dos"]
    with app.store.work() as work:
        known = work.outbox.by_id(said[0].id)
        assert known
        assert known.message_id == "77", "and its number is known, so that a reply to it is understood"
    await app.close()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_what_nobody_asked_for_is_not_repeated_where_it_was_under_way_at_a_kill(
    store_url: str, tmp_path: Path
) -> None:
    """A kill in the middle of a send repeated a promotion to a customer; the answer to what somebody said is repeated all the same."""
    local = LocalPlatform()
    settings = Settings(database_url=store_url, data_dir=tmp_path, _env_file=None)
    app = build(settings, clock=MovableClock(NOW), platforms=[local], alone=True)
    with app.store.work(NOW) as work:
        said = [
            work.outbox.add(Address("local", chat), Reply.of(chat).payload(voice("es", "ES", NOW.date())), kind=kind)
            for chat, kind in (
                ("answer", "reply"),
                ("reminder", "nudge"),
                ("promotion", "approach"),
                ("other", "nudge"),
            )
        ]
    killed = SentJournal(tmp_path)
    for message in said[:3]:
        assert message
        killed.begun(message.token)
    killed.close()
    await app.delivery.flush()
    assert {chat for chat, shown in local.screens.items() if shown} == {"answer", "other"}
    with app.store.work() as work:
        assert work.outbox.lost() == {"unknown": 2}
    await app.close()
