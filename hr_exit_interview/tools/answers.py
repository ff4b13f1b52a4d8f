"""Pure rules about text that strangers type: plain strings in, plain strings out."""

import hashlib
import unicodedata

# More than anybody writes by hand, and little enough to be shown and kept.
MAX_LENGTH = 10_000

# A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA_STARTS = "=+-@\t\r"

# Embeddings, overrides and isolates make text read in another order than it is stored.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_text(text):
    """Return `text` without what a database, a page or a spreadsheet stumbles over.

    Dropped are control characters (line ends and tabs stay), half surrogate pairs,
    marks that reverse the reading order, and the signs at the very beginning that
    would turn the text into a formula.
    """
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n")
    kept = "".join(
        char
        for char in text
        if char in "\n\t"
        or (unicodedata.category(char) != "Cc" and char not in _BIDI_CONTROLS)
    )
    return kept.strip().lstrip(_FORMULA_STARTS + " \n").strip()


def get_token_digest(token):
    """Fingerprint by which a used link is recognised after its token is gone."""
    return hashlib.sha256(token.encode("utf-8", "ignore")).hexdigest()
