"""Comparing companies by what people write about them."""

import re
import unicodedata

LEGAL_FORMS = frozenset(
    [
        "ag",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pte",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
    ]
)
# Where everybody may have an address: says nothing about an employer.
PUBLIC_HOSTS = {"linkedin.com", "facebook.com", "x.com", "xing.com", "github.com"}


def plain_name(name):
    """A company name without case, accents, punctuation and legal form."""
    text = unicodedata.normalize("NFKD", name or "").casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text)  # b.v. and s.p.a.
    words = re.findall(r"\w+", text)
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def plain_vat(vat):
    """A VAT number without spaces and punctuation."""
    return re.sub(r"[^0-9A-Z]", "", (vat or "").upper())


def domain_of(website):
    """The host of a web address without www, or nothing for hosts that all use."""
    match = re.match(
        r"(?:https?://)?(?:www\.)?([^/:?#\s]+\.[^/:?#\s]+)", (website or "").lower()
    )
    host = match.group(1) if match else ""
    return "" if host in PUBLIC_HOSTS else host


LEADING = re.compile(
    r"\b(chief|ceo|cfo|cto|coo|cio|cmo|chro|president|founder|co-founder|owner|partner|"
    r"managing director|general manager|head|director|vice president|vp)\b",
    re.IGNORECASE,
)
NOT_LEADING = re.compile(
    r"\b(assistant to|office of|secretary|(?:product|process) owner)\b", re.IGNORECASE
)
FOUNDING = re.compile(
    r"\b((?:co-?)?founders?|founding (?:partner|director|owner)|entrepreneur)\b"
    r"|创始人|创办人",
    re.IGNORECASE,
)
# Work for somebody who founds.
NOT_FOUNDING = re.compile(
    r"\b(assistant to|office of|secretary|"
    r"founders?['’]?s? (?:associate|assistant|office))\b",
    re.IGNORECASE,
)


def decides(title):
    """Whether a job title sounds as if its holder decides what is bought."""
    title = title or ""
    return bool(LEADING.search(title)) and not NOT_LEADING.search(title)


def founds(title):
    """Whether a job title says that its holder has founded the employer."""
    title = title or ""
    return bool(FOUNDING.search(title)) and not NOT_FOUNDING.search(title)
