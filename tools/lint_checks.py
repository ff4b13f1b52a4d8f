"""The checks of `./dev lint`, in the order in which they are told."""

from collections.abc import Callable
from typing import NamedTuple

from tools import lint_text

PRETTIER_SUFFIXES = (
    ".cjs",
    ".css",
    ".js",
    ".json",
    ".md",
    ".scss",
    ".xml",
    ".yaml",
    ".yml",
)


class Check(NamedTuple):
    """One check: `find` returns what is wrong, `fix` what it corrected."""

    name: str
    title: str
    needs: str
    find: Callable
    fix: Callable | None = None


def _findings(workspace, command):
    """The lines that a tool printed, when its exit code says that it found things."""
    code, output = workspace.run(command)
    lines = [line for line in output.splitlines() if line.strip()]
    return (lines or [f"{command[0]} ended with exit code {code}."]) if code else []


def _python_tool(workspace, *parts):
    return [workspace.python_bin / parts[0], *parts[1:]]


def _python_sources(workspace):
    return [*workspace.matching(".py"), *(f for f in workspace.files if f == "dev")]


def find_ruff(workspace):
    """Errors, imports, complexity: .ruff.toml says which."""
    sources = _python_sources(workspace)
    command = _python_tool(workspace, "ruff", "check", "-q", "--output-format=concise")
    return _findings(workspace, [*command, *sources]) if sources else []


def fix_ruff(workspace):
    """Let ruff correct what it can."""
    sources = _python_sources(workspace)
    if sources:
        workspace.run(
            [*_python_tool(workspace, "ruff", "check", "-q", "--fix"), *sources]
        )
    return []


def find_format(workspace):
    """Layout of Python files."""
    sources = _python_sources(workspace)
    command = _python_tool(workspace, "ruff", "format", "--check")
    command.append("--output-format=concise")
    return _findings(workspace, [*command, *sources]) if sources else []


def fix_format(workspace):
    """Lay Python files out."""
    sources = _python_sources(workspace)
    if sources:
        workspace.run([*_python_tool(workspace, "ruff", "format", "-q"), *sources])
    return []


def find_pylint(workspace):
    """What the Odoo community's rules say about the Python of the addons."""
    addons = workspace.addons
    template = "--msg-template={path}:{line}: {msg} ({symbol})"
    command = _python_tool(workspace, "pylint", "--rcfile=.pylintrc", template)
    # A model that grew is told in parts. Said here, since pylint reads what is
    # disabled in the file before the set of rules that is enabled there.
    command.append("--disable=consider-merging-classes-inherited")
    found = _findings(workspace, [*command, *addons]) if addons else []
    return [line for line in found if not line.startswith("*****")]


def find_module(workspace):
    """What the Odoo community's hooks say about manifests, XML and csv."""
    addons = workspace.addons
    command = _python_tool(workspace, "oca-checks-odoo-module")
    return _findings(workspace, [*command, *addons]) if addons else []


def fix_module(workspace):
    """Let the hooks correct what they can."""
    addons = workspace.addons
    if addons:
        workspace.run(
            [*_python_tool(workspace, "oca-checks-odoo-module", "--fix"), *addons]
        )
    return []


def find_po(workspace):
    """Translations: placeholders, duplicates, syntax."""
    files = workspace.matching(".po", ".pot")
    command = _python_tool(workspace, "oca-checks-po")
    return _findings(workspace, [*command, *files]) if files else []


def _prettier(workspace, *options):
    program = workspace.node_modules / "prettier/bin/prettier.cjs"
    files = workspace.matching(*PRETTIER_SUFFIXES)
    # The settings name the XML plugin; Node finds it through this variable.
    workspace.env["NODE_PATH"] = str(workspace.node_modules)
    return ["node", program, "--log-level=warn", *options, *files] if files else None


def find_prettier(workspace):
    """Layout of XML, JavaScript, style sheets, Markdown, JSON and YAML."""
    command = _prettier(workspace, "--check")
    return _findings(workspace, command) if command else []


def fix_prettier(workspace):
    """Lay those files out."""
    command = _prettier(workspace, "--list-different", "--write")
    return workspace.run(command)[1].splitlines() if command else []


def find_shape(workspace):
    """The rules of this house that no tool knows: tests/shape."""
    command = _python_tool(workspace, "pytest", "-q", "-p", "no:cacheprovider")
    code, output = workspace.run([*command, "--tb=short", "tests/shape"])
    lines = output.splitlines()
    # What pytest calls a warning is for a reviewer, and no finding.
    workspace.notes = [
        line.split("UserWarning: ")[1] for line in lines if "UserWarning: " in line
    ]
    start = next((i for i, line in enumerate(lines) if "FAILURES" in line), 0)
    end = next((i for i, line in enumerate(lines) if "warnings summary" in line), None)
    return lines[start:end] if code else []


CHECKS = [
    Check("ruff", "Python: errors, imports, complexity", "python", find_ruff, fix_ruff),
    Check("format", "Python: layout", "python", find_format, fix_format),
    Check("pylint", "Python of the addons: Odoo's rules", "python", find_pylint),
    Check("module", "addons: manifests, XML, csv", "python", find_module, fix_module),
    Check("po", "translations", "python", find_po),
    Check(
        "prettier",
        "XML, JavaScript, Markdown, JSON, YAML: layout",
        "node",
        find_prettier,
        fix_prettier,
    ),
    Check(
        "text",
        "all files: blanks, line ends, names of places",
        "",
        lint_text.find,
        lint_text.fix,
    ),
    Check("shape", "house rules (tests/shape)", "python", find_shape),
]
