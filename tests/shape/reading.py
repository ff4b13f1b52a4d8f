"""Reads an Odoo addon without Odoo: what the rules of this house look at."""

import ast
import csv
import functools
from pathlib import Path
from typing import NamedTuple

from lxml import etree

MODEL_BASES = {"Model", "TransientModel", "AbstractModel"}


class ModelClass(NamedTuple):
    """One class that makes or extends a model."""

    file: Path
    node: ast.ClassDef
    kind: str
    declared: str
    inherited: tuple

    @property
    def model(self):
        """The model's name, also where the class only extends it."""
        return self.declared or (self.inherited[0] if self.inherited else "")

    @property
    def is_new(self):
        """Whether this class makes the model, and does not only extend it."""
        return bool(self.declared) and self.declared not in self.inherited

    @property
    def stem(self):
        """The name that the model's files have in all folders."""
        return self.model.replace(".", "_")

    @property
    def fields(self):
        """Field name to the call that makes it."""
        return {
            node.targets[0].id: node.value
            for node in self.node.body
            if isinstance(node, ast.Assign) and is_field(node.value)
        }

    @property
    def methods(self):
        """The functions of the class."""
        return [node for node in self.node.body if isinstance(node, ast.FunctionDef)]

    def where(self, node):
        """`file:line` of something in the class, for a message."""
        return f"{self.file.parent.name}/{self.file.name}:{node.lineno}"


class Record(NamedTuple):
    """One `<record>`, `<menuitem>` or `<template>` of an XML file."""

    file: Path
    element: etree._Element
    model: str
    noupdate: bool

    @property
    def id(self):
        """The XML id as written."""
        return self.element.get("id", "")

    @property
    def where(self):
        """`file:line`, for a message."""
        return f"{self.file.parent.name}/{self.file.name}:{self.element.sourceline}"

    def text(self, field):
        """The text of a field, empty when it is not given."""
        node = self.element.find(f"field[@name='{field}']")
        return "" if node is None else (node.text or "").strip()

    def attribute(self, field, name):
        """An attribute (`ref`, `eval`) of a field, empty when it is not given."""
        node = self.element.find(f"field[@name='{field}']")
        return "" if node is None else node.get(name, "")


class Addon:
    """One addon's files, parsed."""

    def __init__(self, path):
        self.path = Path(path)
        self.name = self.path.name

    @functools.cached_property
    def manifest(self):
        """The manifest as a dict."""
        return ast.literal_eval((self.path / "__manifest__.py").read_text())

    def files(self, pattern, *folders):
        """Files below the folders (all of the addon's without any)."""
        roots = [self.path / folder for folder in folders] or [self.path]
        return sorted(file for root in roots for file in root.rglob(pattern))

    def relative(self, file):
        """A file's name as the manifest writes it."""
        return file.relative_to(self.path).as_posix()

    @functools.cached_property
    def code(self):
        """Syntax tree of each Python file that users run: not the tests."""
        return {
            file: parse(file)
            for file in self.files("*.py")
            if "tests" not in file.relative_to(self.path).parts
        }

    @functools.cached_property
    def model_classes(self):
        """Every class that makes or extends a model."""
        return [
            found
            for file, tree in self.code.items()
            for node in tree.body
            if isinstance(node, ast.ClassDef)
            for found in _model_classes(file, node)
        ]

    @functools.cached_property
    def new_models(self):
        """Classes that make a model with a table."""
        return [
            found
            for found in self.model_classes
            if found.is_new and found.kind != "AbstractModel"
        ]

    @functools.cached_property
    def records(self):
        """Records, menus and templates of all XML files of the addon."""
        files = self.files("*.xml", "security", "data", "demo", "views", "wizard")
        files += self.files("*.xml", "report")
        return [record for file in files for record in _records(file)]

    def records_of(self, model):
        """The records of one model."""
        return [record for record in self.records if record.model == model]

    @functools.cached_property
    def access_lines(self):
        """Rows of security/ir.model.access.csv."""
        file = self.path / "security" / "ir.model.access.csv"
        if not file.exists():
            return []
        with file.open(newline="") as lines:
            return list(csv.DictReader(lines))


@functools.lru_cache(maxsize=32)
def _addon(path, _changed):
    return Addon(path)


def read_addon(path):
    """The parsed addon; parsed again only when a file of it changed."""
    files = [file for file in Path(path).rglob("*") if file.is_file()]
    changed = tuple(sorted((str(file), file.stat().st_mtime_ns) for file in files))
    return _addon(Path(path), changed)


def addons_beside(path):
    """The addon and those in the same folder: fields lead from one to the other."""
    folders = [file.parent for file in Path(path).parent.glob("*/__manifest__.py")]
    return [read_addon(folder) for folder in sorted(folders)]


def read_list(file):
    """The entries of a list file, without its comments."""
    lines = file.read_text().splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


@functools.lru_cache(maxsize=1024)
def _parse(file, _changed):
    return ast.parse(file.read_text(), filename=str(file))


def parse(file):
    """The syntax tree of a Python file."""
    return _parse(file, file.stat().st_mtime_ns)


def constant(node):
    """The value of a literal, None for everything else."""
    return node.value if isinstance(node, ast.Constant) else None


def keyword(call, name):
    """The node given for a keyword of a call."""
    return next((word.value for word in call.keywords if word.arg == name), None)


def dotted(node):
    """`self.env.cr` as text; empty for what is not a chain of names."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def class_value(node, name):
    """The node assigned to a name in a class body."""
    for statement in node.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name) and target.id == name:
                    return statement.value
    return None


def is_field(node):
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and dotted(node.func.value) == "fields"
    )


def _model_classes(file, node):
    for base in node.bases:
        kind = dotted(base).removeprefix("models.")
        if kind in MODEL_BASES and dotted(base) != kind:
            name = constant(class_value(node, "_name")) or ""
            yield ModelClass(file, node, kind, name, _inherited(node))


def _inherited(node):
    value = class_value(node, "_inherit")
    if isinstance(value, ast.List | ast.Tuple):
        return tuple(constant(element) for element in value.elts)
    return (constant(value),) if constant(value) else ()


def _records(file):
    tree = etree.parse(str(file))
    for element in tree.iter("record", "menuitem", "template"):
        model = {"menuitem": "ir.ui.menu", "template": "qweb"}.get(element.tag)
        holders = [element, *element.iterancestors()]
        noupdate = any(holder.get("noupdate") in ("1", "true") for holder in holders)
        yield Record(file, element, model or element.get("model", ""), noupdate)
