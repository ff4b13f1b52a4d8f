"""The addon's README.rst and its translations."""

from ..reading import read_addon

HEADINGS = ("Purpose", "Configure", "Use", "Limits")
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
    found = [
        f"README.rst has no part called {heading}."
        for heading in HEADINGS
        if not any(
            line.startswith(heading) and set(following) in ({"="}, {"-"}, {"~"})
            for line, following in zip(lines, lines[1:], strict=False)
        )
    ]
    if len(lines) > LONGEST:
        found.append(f"README.rst has {len(lines)} lines, at most {LONGEST} are read.")
    return found


def _translations(addon):
    folder = addon.path / "i18n"
    template = folder / f"{addon.name}.pot"
    if folder.is_dir() and not template.is_file():
        return [f"i18n/{addon.name}.pot is missing."]
    return []
