"""What Slack makes of text is undone; what it shows is within every limit, and calls nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.blocks import home, message, modal
from bot.platforms.slack.text import as_typed_here, escape, undone, unescape
from handlers.kit.dialog.modals import Dialog, DialogField
from handlers.kit.messages.reply import Spoken
from tests.fakes.slack import checks, render
from tests.fakes.slack.markup import mrkdwn, typed

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=4000)
MARKED = st.text(alphabet="*_~`<>&|@#! \nabñ1", max_size=200)
SOME = TEXT | MARKED
BLOCKS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["heading", "text"]), SOME),
        st.tuples(st.sampled_from(["facts", "entries"]), st.lists(st.tuples(SOME, SOME), max_size=4)),
        st.tuples(
            st.just("table"),
            st.fixed_dictionaries(
                {
                    "columns": st.lists(
                        st.tuples(SOME, st.sampled_from(["left", "center", "right"])), min_size=1, max_size=3
                    ),
                    "rows": st.lists(st.lists(SOME, max_size=4), max_size=3),
                }
            ),
        ),
        st.tuples(st.just("picture"), st.fixed_dictionaries({"file": st.just(1), "alternative": SOME})),
    ),
    max_size=6,
)
LABELS = st.lists(SOME, max_size=120)


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("escribe a <mailto:marta@sol.es|marta@sol.es>", "escribe a marta@sol.es"),
        ("llama al <tel:+34600123456|600 123 456>", "llama al 600 123 456"),
        (
            "mira <https://sol.es/carta?a=1&amp;b=2> y <http://sol.es|sol.es>",
            "mira https://sol.es/carta?a=1&b=2 y sol.es",
        ),
        ("Sol &amp; Luna, 5 &lt; 6 &gt; 4", "Sol & Luna, 5 < 6 > 4"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        (
            "en <#C024BE7LR|ventas> lo dijo <!subteam^SAZ94GDB8|@comercial>, <!channel>",
            "en #ventas lo dijo @comercial, @channel",
        ),
        ("<!date^1392734382^{date}|18 de febrero>", "18 de febrero"),
        ("“Bar Sol” y el d’Artagnan", '"Bar Sol" y el d\'Artagnan'),
        ("`Bar Sol`", "Bar Sol"),
        ("```\nnombre;teléfono\nSol;600\n```", "nombre;teléfono\nSol;600"),
        ("visité a *Bar Sol* _ayer_, ~no~ sí", "visité a Bar Sol ayer, no sí"),
        ("3*4*5 cajas del lote a_b_c, 2 * 3 * 4", "3*4*5 cajas del lote a_b_c, 2 * 3 * 4"),
        ("&gt; quieren 10 cajas\n&gt; para el martes", "quieren 10 cajas\npara el martes"),
        ("<@UBOT1>, historial de Bar Sol", "historial de Bar Sol"),
        ("cero\0nulo y\u00a0espacio", "ceronulo y espacio"),
    ],
)
def test_what_slack_adds_is_undone(sent: str, meant: str) -> None:
    assert undone(sent, "UBOT1")[0] == meant


def test_colleagues_who_are_mentioned_are_named_by_their_account() -> None:
    assert undone("<@UBOT1> pásalo a <@U111|luis> y a <@U222>", "UBOT1") == (
        "pásalo a <@U111> y a <@U222>",
        {"<@U111>": "U111", "<@U222>": "U222"},
    )
    assert undone("escribió &lt;@U111&gt; tal cual") == ("escribió <@U111> tal cual", {})


@given(TEXT)
def test_escaping_is_undone(text: str) -> None:
    assert unescape(escape(text)) == text


@given(st.text(alphabet="abcñ 1.,@/:&<>-+\n", max_size=80))
def test_what_people_type_comes_through_slack_as_they_typed_it(text: str) -> None:
    if not text.strip().startswith(">") and "\n>" not in text:
        assert undone(typed(text, {})[0])[0] == text.strip()


@given(BLOCKS, LABELS)
def test_any_reply_is_blocks_that_slack_takes(blocks: list[tuple[str, object]], labels: list[str]) -> None:
    text, drawn = message(Spoken(blocks, [{"label": label} for label in labels]), "x" * 16)
    kept = checks.message_blocks(drawn)
    shown = render.seen(kept, str)
    assert not shown.pings
    assert not mrkdwn(text, str).pings
    assert 0 < len(text) <= 3000
    assert [button.value for button in shown.buttons] == [
        f"{'x' * 16}:{index}" for index in range(min(len(labels), 100))
    ]
    half = [len(blocks) // 2, len(labels) // 2]
    payload = {
        "blocks": blocks,
        "choices": [{"label": label} for label in labels],
        "sections": [half, [len(blocks) - half[0], len(labels) - half[1]]],
    }
    checks.view(home(payload, "x" * 16, "D123"), "home")


@pytest.mark.parametrize("name", ["<!channel> & *Sol*", "_Luna_ `x`", "<@U1|ana>", "> Sol", "@here", "a & b < c"])
def test_what_people_wrote_is_shown_as_it_is_and_pings_nobody(name: str) -> None:
    text, drawn = message(
        Spoken([("heading", name), ("text", name), ("facts", [("Quién", name)]), ("entries", [(name, name)])]), "t"
    )
    shown = render.seen(checks.message_blocks(drawn), str)
    assert shown.lines == [name, name, f"Quién: {name}", f"{name}\n{name}"]
    assert not shown.pings
    assert not mrkdwn(text, str).pings


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "Marta: +34 600 123 456, https://sol.es/a?b=1&c=2.",
            "Marta: <tel:+34600123456|+34 600 123 456>, <https://sol.es/a?b=1&amp;c=2>.",
        ),
        ("+1 202-555-0143", "<tel:+12025550143|+1 202-555-0143>"),
        ("+54 9 11 2345-6789 - 3", "<tel:+5491123456789|+54 9 11 2345-6789> - 3"),
    ],
)
def test_an_address_and_a_number_can_be_tapped(said: str, shown: str) -> None:
    _text, drawn = message(Spoken([("text", said)]), "t")
    assert drawn[0]["text"]["text"] == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Responde, o /cancelar.", "Responde, o /cartera cancelar."),
        (
            "«/exportar clientes» o «/exportar clientes xlsx»",
            "«/cartera exportar clientes» o «/cartera exportar clientes xlsx»",
        ),
        ("/ayuda", "/cartera ayuda"),
        ("No conozco /baile.", "No conozco /baile."),
        ("https://sol.es/ayuda y 5/ayuda, /ayuda/todo", "https://sol.es/ayuda y 5/ayuda, /ayuda/todo"),
    ],
)
def test_commands_are_shown_as_they_are_typed_in_slack(said: str, shown: str) -> None:
    known = {"cancelar", "exportar", "ayuda"}
    assert as_typed_here([("text", said), ("facts", [[said, ""]])], known.__contains__) == [
        ["text", shown],
        ["facts", [[shown, ""]]],
    ]


def test_heads_of_entries_are_bold() -> None:
    _text, drawn = message(Spoken([("entries", [("19 nov · Ana", "quiere 10 cajas"), ("18 nov", "")])]), "t")
    assert render.seen(checks.message_blocks(drawn), str).marks == [("bold", "19 nov · Ana"), ("bold", "18 nov")]


@given(
    st.lists(
        st.builds(
            DialogField,
            name=st.uuids().map(str),
            label=SOME,
            kind=st.sampled_from(["line", "text", "date", "moment"]),
            optional=st.booleans(),
            hint=SOME,
        ),
        min_size=1,
        max_size=8,
        unique_by=lambda field: field.name,
    ),
    SOME,
    SOME,
)
def test_any_dialog_is_a_modal_that_slack_takes(fields: list[DialogField], title: str, submit: str) -> None:
    checks.view(modal(Dialog("visit", title, submit, tuple(fields)), "D123"), "modal")


def test_a_choice_in_a_dialog_says_what_it_says() -> None:
    options = (("visita", "Visita"), ("llamada", "Llamada"))
    view = checks.view(
        modal(
            Dialog(
                "visit", "Visita", "Guardar", (DialogField("kind", "Qué", "choice", optional=True, options=options),)
            ),
            "D1",
        ),
        "modal",
    )
    assert [option["value"] for option in view["blocks"][0]["element"]["options"]] == ["visita", "llamada"]
