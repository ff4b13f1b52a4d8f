"""Pure rules about text that strangers type: plain strings in, plain strings out."""

import hashlib
import math
import re
import unicodedata

# More than anybody writes by hand, and little enough to be shown and kept.
MAX_LENGTH = 10_000

# A spreadsheet takes a cell that starts with one of these for a formula, and in East
# Asian settings the wide ones as well.
_FORMULA_STARTS = "=+-@\t\r＝＋－＠"

# How answers may be used, the most careful way first.
MODES = ("totals", "later", "named")
# Key of the question about the whole form; that about one page begins with it.
MODE_KEY = "mode"

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


def is_mode_key(key):
    """Whether a question of this key asks how the answers may be used.

    >>> is_mode_key("mode"), is_mode_key("mode_work"), is_mode_key("modern")
    (True, True, False)
    """
    return key == MODE_KEY or (key or "").startswith(f"{MODE_KEY}_")


def is_plain_token(token):
    """Whether a token from a link can be looked up at all."""
    return isinstance(token, str) and token.isascii() and token.isprintable()


def fill_figures(text, figures):
    """Put figures in for `{placeholders}`; others stay as they are.

    >>> fill_figures("in {days} days, {why}", {"days": 90})
    'in 90 days, {why}'
    """
    for name, figure in figures.items():
        text = text.replace(f"{{{name}}}", str(figure))
    return text


def read_number(text):
    """Number that a text stands for and a database can keep, or None.

    >>> read_number("2.5"), read_number("nan"), read_number("1e999"), read_number("x")
    (2.5, None, None, None)
    """
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < 1e15 else None


def read_year(text):
    """Year of a date or time as pages send it, or None.

    >>> read_year("2026-03-01"), read_year("0001-01-01"), read_year("1 March")
    (2026, None, None)
    """
    found = re.match(r"(19|20|21)\d\d(?=-\d\d-\d\d)", text)
    return int(found[0]) if found else None
