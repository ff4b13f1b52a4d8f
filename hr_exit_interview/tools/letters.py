"""Pure rules about letters: placeholders, gaps and file names, as plain text."""

import re

from markupsafe import Markup, escape

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What is left to write: text in square brackets.
GAP = re.compile(r"\[([^\[\]<>]{1,500})\]")
TAG = re.compile(r"<[^>]*>")
UNSAFE = re.compile(r"[^\w\-. ]+")
LONGEST_NAME = 80


def find_unknown(html, known):
    """Return the placeholders in a text that nobody fills, each once, in order."""
    names = dict.fromkeys(PLACEHOLDER.findall(str(html or "")))
    return [name for name in names if name not in known]


def fill(html, values):
    """Return the text with its placeholders replaced; nothing in it is evaluated.

    Values are escaped unless they are `Markup`, and never searched for placeholders
    themselves. `Markup` takes the place of a paragraph that holds nothing else, because
    a table does not belong inside one. What is not known stays as it is.

    :param html: text that has been sanitised
    :param values: dict of placeholder to text
    :return: text, to be sanitised where it is kept
    """
    blocks = "|".join(
        name for name, value in values.items() if isinstance(value, Markup)
    )
    paragraph = (
        rf"<(?P<tag>p|div)\b[^>]*>\s*\{{({blocks})\}}\s*(?:<br\s*/?>\s*)?</(?P=tag)>"
    )
    pattern = PLACEHOLDER.pattern
    if blocks:
        pattern = rf"{paragraph}|{pattern}"

    def replace(match):
        name = next(filter(None, reversed(match.groups())))
        return str(escape(values[name])) if name in values else match[0]

    return re.sub(pattern, replace, str(html or ""))


def find_gaps(html):
    """Return what stands in square brackets: words that somebody must replace."""
    gaps = GAP.findall(TAG.sub(" ", str(html or "")))
    return [" ".join(gap.split()) for gap in gaps if gap.strip()]


def get_file_name(reference, title, extension):
    """Return a file name that every system takes, whatever the title holds."""
    name = UNSAFE.sub("-", f"{reference} {title}").strip(" .-")
    return f"{name[:LONGEST_NAME].strip(' .-') or 'letter'}.{extension}"
