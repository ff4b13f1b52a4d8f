"""The manifest lists every file that must be loaded, and only files that exist."""

from ..reading import read_addon

DATA_FOLDERS = ("security", "data", "views", "wizard", "report")


def check(addon_path):
    """Files listed and missing, there and not listed, and in a wrong order."""
    addon = read_addon(addon_path)
    data, demo = addon.manifest.get("data", []), addon.manifest.get("demo", [])
    found = [
        f"__manifest__.py lists {name}, which does not exist."
        for name in [*data, *demo]
        if not (addon.path / name).is_file()
    ]
    found += _not_listed(addon, DATA_FOLDERS, data, "data")
    found += _not_listed(addon, ("demo",), demo, "demo")
    found += _twice(data + demo)
    found += _security_order(data)
    found += [
        f"{name} is missing."
        for name in ("README.rst", "static/description/icon.png")
        if not (addon.path / name).is_file()
    ]
    return found


def _not_listed(addon, folders, listed, key):
    files = addon.files("*.xml", *folders) + addon.files("*.csv", *folders)
    return [
        f'{addon.relative(file)} is not listed under "{key}" in __manifest__.py.'
        for file in files
        if addon.relative(file) not in listed
    ]


def _twice(names):
    return [
        f"__manifest__.py lists {name} twice."
        for name in sorted(set(names))
        if names.count(name) > 1
    ]


def _security_order(data):
    """Groups are needed by access lines, and both by rules."""
    wanted = sorted(
        (name for name in data if name.startswith("security/")), key=_security_rank
    )
    actual = data[: len(wanted)]
    if actual != wanted and [_security_rank(name) for name in actual] != [
        _security_rank(name) for name in wanted
    ]:
        return ["data begins with security/: groups, then access lines, then rules."]
    return []


def _security_rank(name):
    if not name.startswith("security/"):
        return 3
    if name.endswith("_groups.xml"):
        return 0
    return 1 if name.endswith(".csv") else 2
