"""The currencies and slang words of one message, by the place where each begins."""

from collections.abc import Sequence

from handlers.language.entities.countries import currency_of_country
from handlers.language.entities.currencies import CurrencyWord, MoneyLexicon, money_lexicon
from handlers.language.text.lexer import Lexeme, LexemeKind, is_shouted, lex


def currency_called(text: str, country: str, own: str) -> str | None:
    """The code of the currency that a text names and nothing else, "libras", "pesos mexicanos"; None for any other text.

    Of those that are called so the country's, or the company's `own`, comes first.
    """
    lexemes = lex(text)
    word, end = CurrencyWords(text, lexemes, country, money_lexicon()).at(0) if lexemes else (None, 0)
    if word is None or not word.codes or word.times > 1 or end < len(lexemes):
        return None
    ours = (code for code in (currency_of_country(country), own) if code in word.codes)
    usual = word.codes[0] if word.otherwise is None else word.otherwise
    return next(ours, usual if usual in word.codes else None)  # whose "pesos" nobody knows


class CurrencyWords:
    """Looks for them, once at each place. What only some countries call so counts where the text is of one of these."""

    def __init__(self, text: str, lexemes: Sequence[Lexeme], country: str, lexicon: MoneyLexicon) -> None:
        self._text = text
        self._lexemes = lexemes
        self._country = country
        self._lexicon = lexicon
        self._shouted = is_shouted(text)
        self._found: dict[int, tuple[CurrencyWord | None, int]] = {}

    def at(self, at: int) -> tuple[CurrencyWord | None, int]:
        """The longest one that begins at a lexeme, and the index behind it."""
        if at not in self._found:
            self._found[at] = self._longest(at)
        return self._found[at]

    def _longest(self, at: int) -> tuple[CurrencyWord | None, int]:
        node, found, end, start = self._lexicon.currencies, None, at, at
        while at < len(self._lexemes):
            lexeme = self._lexemes[at]
            following = node.following.get(lexeme.key)
            if following is None or (at > start and not lexeme.glued and lexeme.kind is LexemeKind.MARK):
                break
            node, at = following, at + 1
            if node.word and self._is_said_here(node.word, start):
                found, end = node.word, at
        return found, end

    def _is_said_here(self, word: CurrencyWord, at: int) -> bool:
        lexeme = self._lexemes[at]
        if word.glued and not (lexeme.glued and self._text[lexeme.start : lexeme.end].islower()):
            return False  # "450 e", and "450E" of a catalogue
        if word.countries and self._country not in word.countries:
            return False
        if not word.capitals:
            return True
        return not self._shouted and self._text[lexeme.start : lexeme.end].isupper()
