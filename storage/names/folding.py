"""Text as it is compared: without accents, case, or doubled white space."""

import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüñç\xa0", "aaaaaeeeeiiiiooooouuuunc ")
"""What nearly all letters of Spanish and its neighbours fold to."""


@lru_cache(maxsize=4_096)
def fold(text: str) -> str:
    """Returns `text` without accents and case, white space collapsed: "Librería  MUÑOZ" → "libreria munoz".

    The length may differ from the input's; for offsets into the original fold word by word.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    folded = text.casefold().translate(_PLAIN)
    if folded.isascii():
        return " ".join(folded.split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
