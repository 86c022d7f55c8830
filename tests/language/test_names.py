"""Names are found in what people type, and ordinary words are not taken for names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.known import find_known
from handlers.language.entities.names.matching import Message
from handlers.language.entities.names.name_lists import KnownNames
from storage.names.folding import fold
from storage.names.names import NameEntry, NameKind

BOOK = KnownNames(
    {
        "customers": [
            "Papelería Quiroga", "Papelería Quirós", "Viernes Taberna", "La Reunión", "El Pedido Exprés", "The Second Visit",
            "Amber Bikes", "Amber Bistro", "Bar Sol", "Domino's", "Yahoo! Japan", "C&A", "Bar <b>Oro</b>", "Café *Tindaya*",
            "Electrohogar Lugo", "3M", "Saturday Market", "Farmacia Bermejo S.L.", "Talleres Ñandú", "Sweet Basil",
        ],
        "contacts": [
            "Ana Ruiz", "Ana Gil", "Nacho Tévar", "Begoña Larrea", "Mark Stone", "Abril Torrente", "Lucas Ferrán", "Marco Viera",
            "Ximena Obando", "Oliver Nash",
        ],
        "promotions": ["Otoño", "Semana Verde", "Plan Ahorro", "Sweet Basil"],
        "products": ["Lámpara Aura 2", "Barniz Teka 4L", "Road Bell"],
        "staff": ["Simón Arce"],
    }
)  # fmt: skip


def found(text: str, kind: NameKind | None = None) -> dict[str, list[str]]:
    """What was found, as typed, and who it may be."""
    mentions = find_known(Message(text), BOOK, {kind} if kind else None)
    return {text[m.start : m.end]: [entry.name for entry in m.name.candidates] for m in mentions}


@pytest.mark.parametrize(
    ("text", "typed", "name"),
    [
        ("visité papeleria quiroga ayer", "papeleria quiroga", "Papelería Quiroga"),
        ("papeleria kirós pide 3 cajas", "papeleria kirós", "Papelería Quirós"),
        ("anduve con la gente de electrohogar lugo", "electrohogar lugo", "Electrohogar Lugo"),
        ("fui a lo de electro hogar lugo", "electro hogar lugo", "Electrohogar Lugo"),
        ("estuve en viernes taberna el jueves", "viernes taberna", "Viernes Taberna"),
        ("visita la reunión anteayer", "la reunión", "La Reunión"),
        ("mandé el pedido a el pedido expres", "el pedido expres", "El Pedido Exprés"),
        ("the second visit: second visit 2 march", "the second visit", "The Second Visit"),
        ("mark amber bikes' complaint as solved", "amber bikes", "Amber Bikes"),
        ("open amber bistro’s record", "amber bistro", "Amber Bistro"),
        ("barsol pide mas", "barsol", "Bar Sol"),
        ("una visita a bar zol", "bar zol", "Bar Sol"),
        ("bar el sol quiere pagar", "bar el sol", "Bar Sol"),
        ("domino's wants two", "domino's", "Domino's"),
        ("dominos wants two", "dominos", "Domino's"),
        ("phoned yahoo! japan", "yahoo! japan", "Yahoo! Japan"),
        ("fui a c&a hoy", "c&a", "C&A"),
        ("fui a bar oro hoy", "bar oro", "Bar <b>Oro</b>"),
        ("fui a bar <b>oro</b> hoy", "bar <b>oro</b>", "Bar <b>Oro</b>"),
        ("el cafe tindaya cierra", "cafe tindaya", "Café *Tindaya*"),
        ("pedido de 3m", "3m", "3M"),
        ("phoned saturday market on friday", "saturday market", "Saturday Market"),
        ("en farmacia bermejo todo bien", "farmacia bermejo", "Farmacia Bermejo S.L."),
        ("quiroga dice que sí", "quiroga", "Papelería Quiroga"),
        ("talleres n\u0303andu\u0301 llamó", "talleres n\u0303andu\u0301", "Talleres Ñandú"),
        ("en \u200fBar Sol\u200f hoy", "Bar Sol", "Bar Sol"),
        ("cena con nacho", "nacho", "Nacho Tévar"),
        ("larrea begoña firmó", "larrea begoña", "Begoña Larrea"),
        ("llamé a begonia larrea", "begonia larrea", "Begoña Larrea"),
        ("quedé con abril el lunes", "abril", "Abril Torrente"),
        ("called mark about it", "mark", "Mark Stone"),
        ("simon's pipeline", "simon", "Simón Arce"),
        ("folletos de otoño", "otoño", "Otoño"),
        ("how did semana verde do", "semana verde", "Semana Verde"),
        ("ordered 15 road bells", "road bells", "Road Bell"),
        ("40 botes de barniz teka", "barniz teka", "Barniz Teka 4L"),
        ("quieren lamparas aura", "lamparas aura", "Lámpara Aura 2"),
    ],
)
def test_a_name_is_found_as_people_type_it(text: str, typed: str, name: str) -> None:
    assert found(text)[typed] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "el viernes por la tarde", "second visit tomorrow", "la reunión con el banco fue larga", "durante la reunión",
        "20 lucas de pedido", "me marcó ayer", "en abril", "mark it as done", "el próximo otoño", "the market on saturday",
        "un plan de pago", "una lámpara rota", "la semana que viene", "hola, qué tal", "ok", "", "   ", "🍕🍕", "1 2 3",
        "hablé con ana gómez", "nuria larrea firmó", "Oliver Twist called", "el bar de abajo", "un pedido urgente", "they said yes", "la farmacia",
    ],
)  # fmt: skip
def test_ordinary_words_are_nobodys_name(text: str) -> None:
    assert found(text) == {}


def test_a_name_that_fits_several_gives_them_all() -> None:
    assert set(found("cita en la papeleria ayer")["papeleria"]) == {"Papelería Quiroga", "Papelería Quirós"}
    assert set(found("le dije a ana que sí")["ana"]) == {"Ana Ruiz", "Ana Gil"}
    assert set(found("visited amber yesterday")["amber"]) == {"Amber Bikes", "Amber Bistro"}


def test_a_word_written_right_wins_over_a_misspelt_one() -> None:
    book = KnownNames({"customers": ["Almacén Tolo", "Almacén Tola"]})
    assert [e.name for e in find_known(Message("fui a almacen tola"), book)[0].name.candidates] == ["Almacén Tola"]
    assert {e.name for e in find_known(Message("fui a almacen tolu"), book)[0].name.candidates} == {
        "Almacén Tolo",
        "Almacén Tola",
    }


def test_the_same_words_as_customer_and_promotion_show_both() -> None:
    (mention,) = find_known(Message("lo de sweet basil"), BOOK)
    assert mention.kind is NameKind.CUSTOMER
    assert [entry.kind for entry in mention.also] == [NameKind.PROMOTION]
    assert found("lo de sweet basil", NameKind.PROMOTION) == {"sweet basil": ["Sweet Basil"]}


def test_several_names_in_one_message_come_in_order_and_apart() -> None:
    text = "Visité Bar Sol y La Reunión con ana ruiz, quieren el plan ahorro"
    assert list(found(text)) == ["Bar Sol", "La Reunión", "ana ruiz", "plan ahorro"]


class TwoAnas:
    """A book in which contacts belong to customers."""

    def candidates(self, words: object) -> list[NameEntry]:
        return [
            NameEntry(NameKind.CUSTOMER, 1, "Bar Sol"), NameEntry(NameKind.CUSTOMER, 2, "Bar Luna"),
            NameEntry(NameKind.CONTACT, 1, "Ana Ruiz", customer_id=1), NameEntry(NameKind.CONTACT, 2, "Ana Gil", customer_id=2),
            NameEntry(NameKind.CUSTOMER, 3, "Electrohogar Lugo", alias="Los Chispas"),
        ]  # fmt: skip


def test_the_customer_tells_which_contact_is_meant() -> None:
    _, ana = find_known(Message("estuve en bar luna con ana"), TwoAnas())
    assert ana.name.known is not None
    assert ana.name.known.name == "Ana Gil"


def test_a_nickname_finds_the_name() -> None:
    (mention,) = find_known(Message("comida con los chispas"), TwoAnas())
    assert mention.name.known is not None
    assert mention.name.known.name == "Electrohogar Lugo"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("bar zol", ["Bar Sol"]),
        ("es el bar sol por favor", ["Bar Sol"]),
        ("papeleria", ["Papelería Quiroga", "Papelería Quirós"]),
        ("pap quiroga", ["Papelería Quiroga"]),
        ("quiroz", ["Papelería Quirós"]),
        ("la reunion", ["La Reunión"]),
        ("reunion", ["La Reunión"]),
        ("amber biks", ["Amber Bikes"]),
        ("papeleria gomez", []),
        ("ana gomez", []),
        ("bar sol madrid", []),
        ("", []),
        ("🍕", []),
    ],
)
def test_a_text_that_is_one_name(text: str, names: list[str]) -> None:
    assert [entry.name for entry in match_name(text, BOOK).candidates] == names


def test_only_the_kinds_asked_for_are_matched() -> None:
    assert [e.kind for e in match_name("sweet basil", BOOK, {NameKind.PROMOTION}).candidates] == [NameKind.PROMOTION]


def test_a_name_without_letters_is_matched_as_it_is() -> None:
    assert match_name(" 🍕 ", KnownNames({"customers": ["🍕"]})).known is not None


# ------------------------------------------------------------------ properties
SYLLABLES = st.sampled_from(
    ["ba", "ce", "chu", "di", "fo", "gra", "hue", "jo", "ki", "lla", "mu", "ñe", "po", "quin", "ra", "su", "tra", "xi"]
)
WORD = st.lists(SYLLABLES, min_size=3, max_size=4).map(lambda parts: "".join(parts).capitalize())
NAME = st.tuples(st.sampled_from(["Bar", "Café", "Ferretería", "Grupo", "Quay", "Talleres", ""]), WORD, WORD).map(
    lambda parts: " ".join(filter(None, parts))
)
TEMPLATE = st.sampled_from(
    [
        "visité {} ayer y quieren una cotización", "{}: llamar el martes", "historial de {}", "call with {} tomorrow",
        "{}'s complaint is solved", "a {} mejor mandarle correos", "hoy a las 10 en {}, todo bien", "mañana veo a {}",
    ]
)  # fmt: skip


def among(name: str, text: str, book: KnownNames) -> bool:
    return any(name == entry.name for mention in find_known(Message(text), book) for entry in mention.name.candidates)


@given(names=st.lists(NAME, min_size=1, max_size=6, unique=True), template=TEMPLATE)
def test_a_name_of_the_book_comes_back_from_any_sentence(names: list[str], template: str) -> None:
    text = template.format(names[0])
    mentions = [
        m
        for m in find_known(Message(text), KnownNames({"customers": names}))
        if names[0] in [e.name for e in m.name.candidates]
    ]
    assert [text[m.start : m.end] for m in mentions] == [names[0]]


@given(names=st.lists(NAME, min_size=1, max_size=6, unique=True), template=TEMPLATE)
def test_accents_and_capitals_do_not_matter(names: list[str], template: str) -> None:
    assert among(names[0], template.format(fold(names[0])), KnownNames({"customers": names}))
    assert among(names[0], template.format(names[0].upper()), KnownNames({"customers": names}))


@given(
    names=st.lists(NAME, min_size=1, max_size=6, unique=True),
    template=TEMPLATE,
    chance=st.randoms(use_true_random=False),
)
def test_one_wrong_letter_does_not_hide_a_name(names: list[str], template: str, chance: object) -> None:
    words = fold(names[0]).split()
    place = chance.choice([i for i, word in enumerate(words) if len(word) >= 5])  # type: ignore[attr-defined]
    word = words[place]
    at = chance.randrange(1, len(word))  # type: ignore[attr-defined]
    words[place] = chance.choice(  # type: ignore[attr-defined]
        [
            word[:at] + word[at + 1 :],
            word[:at] + "u" + word[at:],
            word[:at] + "e" + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )
    book = KnownNames({"customers": names})
    assert among(names[0], template.format(" ".join(words)), book)
    assert names[0] in [entry.name for entry in match_name(" ".join(words), book).candidates]


@given(text=st.text(max_size=300))
def test_any_text_is_read_without_harm(text: str) -> None:
    for mention in find_known(Message(text), BOOK):
        assert text[mention.start : mention.end] == mention.name.text
        assert mention.name.candidates
    match_name(text, BOOK)
