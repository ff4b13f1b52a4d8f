"""The file that somebody gets with a copy of the own data."""

import json
import re
import zipfile
from collections import namedtuple

# Signs that would lead out of a folder, end a name, or turn the direction of writing.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]+")
_MAX_NAME = 80

# How a model is told: names of the fields that are told (empty: all), those left out
# with the reason, whether only what the maker of the copy may read is told, and the
# reason why none of it is.
OwnRule = namedtuple(
    "OwnRule",
    ("told", "left_out", "is_for_readers", "reason"),
    defaults=((), {}, False, None),
)
# One kind of records: title, list of entries, and a sentence about what is not told.
OwnPart = namedtuple("OwnPart", "model title entries note")
# One value: stable name, title, value for programs, text for people.
OwnValue = namedtuple("OwnValue", "name title value text")


def get_file_name(text, number=None):
    """A name that is a file of its own on every system.

    :param text: the name as somebody wrote it
    :param number: keeps apart files of the same name
    :return: at most 80 letters, never empty, never one of a folder

    >>> get_file_name("../a:b.pdf")
    '_a_b.pdf'
    >>> get_file_name("", 4)
    '4-file'
    """
    name = _UNSAFE.sub("_", text or "").strip(" .") or "file"
    if len(name) > _MAX_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending if stem and len(ending) < 10 else ""
        name = name[: _MAX_NAME - len(ending)] + ending
    return name if number is None else f"{number}-{name}"


def get_document(parts):
    """What is told, for programs: plain values that JSON can hold.

    :param parts: list of `OwnPart`
    """
    return {
        "parts": [
            {
                "model": part.model,
                "title": part.title,
                **({"note": part.note} if part.note else {}),
                "records": [
                    {value.name: value.value for value in entry}
                    for entry in part.entries
                ],
            }
            for part in parts
        ]
    }


def write_zip(stream, parts, page, files):
    """Write the file: a page to read, the same for programs, and papers.

    :param stream: what the archive is written into
    :param parts: list of `OwnPart`
    :param page: HTML text
    :param files: iterable of (name, bytes); one at a time is held in memory
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("index.html", page)
        archive.writestr(
            "data.json", json.dumps(get_document(parts), ensure_ascii=False, indent=1)
        )
        for name, content in files:
            archive.writestr(f"files/{name}", content)
