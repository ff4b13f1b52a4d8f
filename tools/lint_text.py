"""What holds for every text file: clean line ends, and no name of a place.

The repository must work wherever it is cloned. So no file may name the host of a
package registry (each machine has its own) or a folder of the machine on which it
was written.
"""

import re

BINARY_SUFFIXES = (".png", ".jpg", ".ico", ".pdf", ".gz", ".zip", ".woff", ".woff2")
# In Markdown two blanks at the end of a line are a line break, in translations the
# blanks belong to the text.
BLANKS_MATTER = (".md", ".po", ".pot")
# The licence is quoted as it was published.
QUOTED = ("LICENSE",)

PLACES = {
    "the host of a package registry": re.compile(
        r"\b(?:[\w-]+[.])*(?:pypi[.]org|pythonhosted[.]org|npmjs[.](?:org|com)|"
        r"yarnpkg[.]com|(?:deb|ftp|security|snapshot|archive)[.](?:[\w-]+[.])*"
        r"(?:debian[.](?:org|net)|ubuntu[.]com))\b"
    ),
    "a folder of one machine": re.compile(
        r"(?<![\w.~$}-])/(?:root|work|home/(?!user\b)\w+|Users/\w+|tmp/\w+|opt/pypi|"
        r"opt/wheels)(?:/|\b)(?!:)"
    ),
}


def find(workspace):
    """Every line with a blank too much, a strange line end or the name of a place."""
    findings = []
    for name in _text_files(workspace):
        content = (workspace.root / name).read_bytes()
        try:
            text = content.decode()
        except UnicodeDecodeError:
            findings.append(f"{name}: is not UTF-8 text")
            continue
        findings += [f"{name}:{message}" for message in check_text(name, text)]
    return findings


def check_text(name, text):
    """What is wrong with one text, as `line: message`."""
    found = []
    if "\r" in text:
        found.append("1: has line ends of another system (CRLF)")
    if text and not text.endswith("\n"):
        found.append(f"{text.count(chr(10)) + 1}: has no line end at its end")
    for number, line in enumerate(text.splitlines(), 1):
        if line != line.rstrip() and not name.endswith(BLANKS_MATTER):
            found.append(f"{number}: ends in blanks")
        if not name.endswith(QUOTED):
            for place, pattern in PLACES.items():
                if match := pattern.search(line):
                    found.append(f"{number}: names {place}: {match[0]}")
    return found


def fix(workspace):
    """Correct line ends; a name of a place needs somebody who thinks."""
    fixed = []
    for name in _text_files(workspace):
        path = workspace.root / name
        before = path.read_text(errors="surrogateescape")
        lines = before.splitlines()
        if not name.endswith(BLANKS_MATTER):
            lines = [line.rstrip() for line in lines]
        after = "".join(f"{line}\n" for line in lines)
        if after != before:
            path.write_text(after, errors="surrogateescape")
            fixed.append(name)
    return fixed


def _text_files(workspace):
    return [name for name in workspace.files if not name.endswith(BINARY_SUFFIXES)]
