"""Files that people send by a form, known by what is in them: plain Python.

Taken are PDF files and pictures. What a file is follows from its content; its name
and what the browser says of it decide nothing.
"""

import re
import unicodedata
from typing import NamedTuple

MAX_BYTES = 5 * 1024 * 1024
MAX_NAME = 80
EMPTY, TOO_LARGE, BAD_TYPE = "empty", "too_large", "bad_type"
# How each type begins: extension, type, first bytes, bytes that end it.
KINDS = (
    ("pdf", "application/pdf", b"%PDF-", b"%%EOF"),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n", b"IEND"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff", b"\xff\xd9"),
)
TAIL = 2048  # bytes at the end in which the end mark stands


class Upload(NamedTuple):
    """A file that may be kept: clean name with the extension of its content."""

    name: str
    mimetype: str
    content: bytes


def read_upload(file):
    """Take one file of a form.

    :param file: has `filename` and `read`, as what a web framework gives; or None
    :return: an `Upload` and False; None and False where no file was chosen; None and
        the code of what is wrong
    """
    name = getattr(file, "filename", None)
    if not name or not isinstance(name, str):
        return None, False
    content = file.read(MAX_BYTES + 1)
    if not content:
        return None, EMPTY
    if len(content) > MAX_BYTES:
        return None, TOO_LARGE
    kind = get_kind(content)
    if not kind:
        return None, BAD_TYPE
    extension, mimetype = kind
    return Upload(clean_name(name, extension), mimetype, content), False


def get_kind(content):
    """Extension and type of a content that is taken, or None.

    >>> get_kind(b"%PDF-1.7 and so on %%EOF")
    ('pdf', 'application/pdf')
    >>> get_kind(b"<svg onload=alert(1)>") is None
    True
    """
    for extension, mimetype, start, end in KINDS:
        if content.startswith(start) and end in content[-TAIL:]:
            return extension, mimetype
    return None


def clean_name(name, extension):
    r"""A name that is safe to show and to store, with the extension of the content.

    >>> clean_name("..\\..\\my <i>file.exe", "pdf")
    'my i file.pdf'
    >>> clean_name("\u202egnp.", "png")
    'gnp.png'
    """
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or name
    stem = unicodedata.normalize("NFC", stem)
    stem = "".join(
        char if char.isalnum() or char in "-_() ." else " "
        for char in stem
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    stem = " ".join(stem.split()).strip(". ")[:MAX_NAME]
    return f"{stem or 'file'}.{extension}"
