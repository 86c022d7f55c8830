"""What Telegram shows: everything people wrote escaped, nothing over a limit."""

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram.text import MOST_UNITS, html, keyboard, units
from handlers.kit.messages.reply import Spoken
from tests.fakes.telegram.markup import parse_html

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)
BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["heading", "text"]), TEXT),
        st.tuples(st.sampled_from(["facts", "entries"]), st.lists(st.tuples(TEXT, TEXT), max_size=4)),
        st.tuples(
            st.just("table"),
            st.fixed_dictionaries(
                {
                    "columns": st.lists(
                        st.tuples(TEXT, st.sampled_from(["left", "center", "right"])), min_size=1, max_size=3
                    ),
                    "rows": st.lists(st.lists(TEXT, max_size=4), max_size=3),
                }
            ),
        ),
        st.tuples(st.just("picture"), st.fixed_dictionaries({"file": st.just(1), "alternative": TEXT})),
    ),
    max_size=5,
)


@given(BLOCKS)
def test_any_reply_is_html_that_telegram_takes(blocks: list[tuple[str, object]]) -> None:
    shown, _entities = parse_html(html(Spoken(blocks)))
    assert 0 < units(shown) <= MOST_UNITS


def test_what_people_wrote_is_shown_as_it_is() -> None:
    name = "<b>Sol</b> & *Luna* @channel 🎉"
    shown, entities = parse_html(html(Spoken([("heading", name), ("text", name)])))
    assert shown == f"{name}\n\n{name}"
    assert [entity["type"] for entity in entities if entity["type"] == "bold"] == ["bold"]


@given(st.lists(TEXT, max_size=120))
def test_any_choices_make_a_keyboard_that_telegram_takes(labels: list[str]) -> None:
    rows = keyboard("x" * 16, [{"label": label} for label in labels])
    buttons = [button for row in rows for button in row]
    assert len(buttons) == min(len(labels), 100)
    assert all(len(row) <= 8 for row in rows)
    assert all(label.strip() and len(data.encode()) <= 64 for label, data in buttons)
