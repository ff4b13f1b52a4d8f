"""The addon's README.rst and its translations."""

from ..reading import read_addon

# The purpose may also be told right below the title, and an addon without settings
# only needs to be installed.
HEADINGS = (("Configure", "Install"), ("Use",), ("Limits",))
LONGEST = 80


def check(addon_path):
    """A README without its parts, translations without their template."""
    addon = read_addon(addon_path)
    return _readme(addon) + _translations(addon)


def _readme(addon):
    file = addon.path / "README.rst"
    if not file.exists():
        return []  # told by the rule about the manifest
    lines = file.read_text().splitlines()
    headings = [
        line
        for line, below in zip(lines, lines[1:], strict=False)
        if line and set(below) in ({"="}, {"-"}, {"~"})
    ]
    found = [
        f"README.rst has no part called {' or '.join(names)}."
        for names in HEADINGS
        if not any(heading.startswith(names) for heading in headings)
    ]
    if not _tells_purpose(lines, headings):
        found.append("README.rst does not begin with what the addon is for.")
    if len(lines) > LONGEST:
        found.append(f"README.rst has {len(lines)} lines, at most {LONGEST} are read.")
    return found


def _tells_purpose(lines, headings):
    if "Purpose" in headings:
        return True
    first = lines.index(headings[1]) if len(headings) > 1 else len(lines)
    return any(
        line[:1].isalpha() for line in lines[lines.index(headings[0]) + 1 : first]
    )


def _translations(addon):
    folder = addon.path / "i18n"
    template = folder / f"{addon.name}.pot"
    if folder.is_dir() and not template.is_file():
        return [f"i18n/{addon.name}.pot is missing."]
    return []
