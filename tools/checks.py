"""What `./dev` needs, one check each; none of them changes anything."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from tools import (
    apt,
    browser,
    files,
    odoo,
    odoo_package,
    ports,
    postgres,
    postgres_binaries,
    python,
)
from tools.errors import Trouble
from tools.process import output_of
from tools.sql import Sql

FOUND, FETCHED, MISSING, NOTE = "found", "later", "MISSING", "note"


@dataclass
class Finding:
    """What a check has found, and what to do about it."""

    mark: str
    what: str
    text: str


def check_python(context):
    """Python itself, and whether it can make environments."""
    version = sys.version.split()[0]
    if shutil.which("uv", path=context.env.get("PATH")):
        return Finding(FOUND, "Python", f"{version}, with uv")
    if python.has_ensurepip():
        return Finding(FOUND, "Python", version)
    if shutil.which("apt-get"):
        return Finding(FETCHED, "Python", f"{version}; pip is borrowed from Debian")
    text = f"{version} without venv: install it, for example python3-venv, or uv."
    return Finding(MISSING, "Python", text)


def check_packages(context):
    """The Python packages of Odoo."""
    folder = python.venv_folder(context, "odoo", python.LOCK_FILE)
    if python.is_ready(folder):
        return Finding(FOUND, "Python packages", str(folder))
    return Finding(FETCHED, "Python packages", "installed on the first start, by pip")


def check_odoo(context):
    """The source of Odoo."""
    if context.env.get("ODOO_SRC"):
        try:
            source = odoo.ensure(context)
        except Trouble as trouble:
            return Finding(MISSING, "Odoo 19", str(trouble))
        return Finding(FOUND, "Odoo 19", f"{source.python_path}, from ODOO_SRC")
    folder = odoo_package.ready_folder(context)
    if folder:
        return Finding(FOUND, "Odoo 19", files.read_stamp(folder)["version"])
    return _check_archive(context)


def _check_archive(_context):
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        text = "This machine has no apt to fetch it with. " + apt.ODOO_ADVICE
        return Finding(MISSING, "Odoo 19", text)
    try:
        entry = apt.archive_entry(apt.machine_entries())
    except Trouble as trouble:
        return Finding(MISSING, "Odoo 19", str(trouble))
    if entry is None:
        text = "The sources of apt name no Debian archive. " + apt.ODOO_ADVICE
        return Finding(MISSING, "Odoo 19", text)
    return Finding(FETCHED, "Odoo 19", "fetched on the first start, by apt")


def check_postgres(context):
    """The database server."""
    if context.env.get("PGHOST"):
        return _check_given_server(context)
    programs = postgres_binaries.find_on_machine()
    if programs:
        return Finding(FOUND, "PostgreSQL", f"{programs}, run privately")
    home = context.cache / "postgres"
    if os.getuid() == 0:
        home = postgres.elsewhere(context)
    programs = postgres_binaries.fetched_folder(home)
    if programs:
        return Finding(FOUND, "PostgreSQL", f"{programs}, run privately")
    return Finding(FETCHED, "PostgreSQL", "fetched on the first start, by pip")


def _check_given_server(context):
    place = context.env["PGHOST"]
    folder = python.venv_folder(context, "odoo", python.LOCK_FILE)
    if not python.is_ready(folder):
        return Finding(NOTE, "PostgreSQL", f"PGHOST={place}; not asked before a start")
    server = postgres.GivenServer(context)
    try:
        Sql(context, folder / "bin" / "python", server).check()
    except Trouble as trouble:
        return Finding(MISSING, "PostgreSQL", str(trouble))
    return Finding(FOUND, "PostgreSQL", f"the server at PGHOST={place}")


def check_browser(context):
    """The browser of the journeys and the pictures."""
    program = browser.find(context) or browser.private_program(context)
    if program:
        return Finding(FOUND, "Chromium", f"{program}, for tests and pictures")
    if shutil.which("apt-get"):
        text = "fetched by apt when tests or pictures need it"
        return Finding(FETCHED, "Chromium", text)
    text = "Tests and pictures need it: install Chromium. `./dev run` does without."
    return Finding(MISSING, "Chromium", text)


def check_node(_context):
    """Node, for one of the linters."""
    version = output_of(["node", "--version"])
    if version and shutil.which("npm"):
        return Finding(FOUND, "Node and npm", f"{version.strip()}, for `./dev lint`")
    text = "Only `./dev lint` needs them: install nodejs (20 or newer) and npm."
    return Finding(NOTE, "Node and npm", text)


def check_space(context):
    """Room on the disk of the cache."""
    place = context.cache
    while not os.path.exists(place):
        place = place.parent
    if not os.access(place, os.W_OK):
        text = f"{place} cannot be written to: set HR_LEAVERS_CACHE to another folder."
        return Finding(MISSING, "Cache", text)
    free = shutil.disk_usage(place).free // 1_000_000
    text = f"{context.cache}, {free} MB free"
    if free < 3000 and not odoo_package.ready_folder(context):
        return Finding(MISSING, "Cache", f"{text}: the first start needs 3000 MB.")
    return Finding(FOUND, "Cache", text)


def check_port(_context):
    """The port of the address that `./dev run` prints."""
    if ports.is_free(8069):
        return Finding(FOUND, "Port 8069", "free")
    text = "in use; choose another, for example `./dev run --port 8070`"
    return Finding(NOTE, "Port 8069", text)


def check_clone(context):
    """The place of the clone itself."""
    if "," in str(context.repo):
        text = f"Odoo cannot use a path with a comma: move {context.repo}."
        return Finding(MISSING, "This clone", text)
    names = ", ".join(context.addons) or "no addon"
    return Finding(FOUND, "This clone", f"{Path(context.repo)} with {names}")


ALL = (
    check_clone, check_python, check_packages, check_odoo, check_postgres,
    check_browser, check_node, check_space, check_port,
)  # fmt: skip
