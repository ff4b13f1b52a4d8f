"""Every Python module is imported by the __init__.py beside it."""

import ast

from ..reading import parse, read_addon

LOADED_BY_ODOO = {"__init__", "__manifest__"}
# Imported by the tests that need it, so no list needs to hold it.
SUPPORT = {"common", "case"}


def check(addon_path):
    """Modules that Odoo would never load, and tests that would never run."""
    addon = read_addon(addon_path)
    found = []
    for file in addon.files("*.py"):
        folder = file.parent
        if "migrations" in file.relative_to(addon.path).parts:
            continue
        if not (folder / "__init__.py").exists():
            found.append(f"{addon.relative(folder)}/__init__.py is missing.")
            continue
        if file.stem in LOADED_BY_ODOO | SUPPORT:
            continue
        imported = _imported(folder / "__init__.py")
        if file.stem not in imported and not _is_used(addon, file):
            found.append(
                f"{addon.relative(file)} is not imported by the __init__.py beside it."
            )
    return sorted(set(found)) + _folders(addon)


def _folders(addon):
    """Packages of the addon that its own __init__.py leaves out."""
    imported = _imported(addon.path / "__init__.py")
    return [
        f"The folder {name} is not imported by the addon's __init__.py."
        for name in ("controllers", "models", "report", "wizard")
        if (addon.path / name / "__init__.py").exists() and name not in imported
    ]


def _imported(init):
    return {
        alias.name.split(".")[-1]
        for node in ast.walk(parse(init))
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    } | {
        node.module.split(".")[0]
        for node in ast.walk(parse(init))
        if isinstance(node, ast.ImportFrom) and node.module
    }


def _is_used(addon, file):
    """Plain modules (tools/) are imported by whoever needs them."""
    if file.parent.name in ("models", "wizard", "controllers", "report"):
        return False
    if file.parent.name == "tests" and file.stem.startswith("test_"):
        return False
    return any(
        isinstance(node, ast.ImportFrom)
        and (
            (node.module or "").split(".")[-1] == file.stem
            or any(alias.name == file.stem for alias in node.names)
        )
        for other in addon.files("*.py")
        if other != file
        for node in ast.walk(parse(other))
    )
