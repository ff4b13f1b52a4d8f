"""The Odoo to run: where its source is, how it is called, how it is configured."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from tools import apt, files, odoo_package
from tools.context import ADDONS, TEST_ADDONS
from tools.errors import Trouble

SERIES = (19, 0)


@dataclass(frozen=True)
class Odoo:
    """A source tree of Odoo that can be run."""

    python_path: Path
    addons_paths: tuple
    identity: str

    def command(self, python, *arguments):
        """Return the command line that runs Odoo."""
        return [python, "-m", "odoo", *arguments]


def ensure(context):
    """Return the Odoo to run: ODOO_SRC when it is set, Debian's package otherwise."""
    chosen = context.env.get("ODOO_SRC")
    if chosen:
        return from_source(Path(chosen).expanduser().absolute())
    folder = odoo_package.ensure(context)
    files.touch_stamp(folder)
    version = files.read_stamp(folder)["version"]
    path = folder / odoo_package.PACKAGES_FOLDER
    return Odoo(path, (), f"debian {version} {folder.name}")


def from_source(folder):
    """Return the Odoo in a checkout, or a sentence why it is none."""
    if not (folder / "odoo" / "release.py").is_file():
        raise Trouble(
            f"ODOO_SRC names {folder}, but there is no odoo/release.py in it. Set it "
            "to the top folder of the source code of Odoo 19.0."
        )
    version = source_version(folder / "odoo" / "release.py")
    if version[:2] != SERIES:
        found = ".".join(str(part) for part in version[:2])
        raise Trouble(
            f"ODOO_SRC names {folder}, which is Odoo {found}. These addons are for "
            "Odoo 19.0: set ODOO_SRC to a checkout of the branch 19.0."
        )
    addons = folder / "addons"
    paths = (addons,) if (addons / "web" / "__manifest__.py").is_file() else ()
    if not paths and not (folder / "odoo" / "addons" / "web").is_dir():
        raise Trouble(
            f"ODOO_SRC names {folder}, but the folder `addons` with Odoo's addons is "
            "not in it. Get the whole source code of Odoo 19.0."
        )
    return Odoo(folder, paths, f"source {folder} {_revision(folder)}")


def source_version(path):
    """Return the version that a release.py states, as numbers."""
    match = re.search(r"^version_info = \((.+?)\)", path.read_text(), re.MULTILINE)
    parts = match.group(1).split(",")[:3] if match else []
    return tuple(int(p) if p.strip().isdigit() else p.strip() for p in parts)


def _revision(folder):
    """Return something that changes when another commit is checked out."""
    head = folder / ".git" / "HEAD"
    if not head.is_file():
        return ""
    text = head.read_text().strip()
    ref = folder / ".git" / text.removeprefix("ref: ")
    return ref.read_text().strip() if ref.is_file() else text


def manifest(folder):
    """Return the manifest of an addon, or a sentence when it cannot be read."""
    path = Path(folder) / "__manifest__.py"
    try:
        return ast.literal_eval(path.read_text(encoding="utf-8"))
    except (ValueError, SyntaxError) as error:
        raise Trouble(f"{path} is not a manifest that can be read: {error}") from error


def outside_dependencies(context):
    """Return the addons of Odoo on which ours build, in a fixed order.

    Those that only tests need are left out: no user should find them in `./dev run`.
    """
    needed = {"base", "web"}
    for name in context.addons:
        needed |= set(manifest(context.addon_path(name)).get("depends", []))
    return sorted(needed - set(ADDONS) - set(TEST_ADDONS))


def addons_path(context, odoo):
    """Return the folders in which Odoo looks for addons, as it wants them written."""
    folders = [context.repo, *odoo.addons_paths]
    if context.test_addons:
        folders.insert(1, context.test_addons_folder)
    for folder in folders:
        if "," in str(folder):
            raise Trouble(
                f"Odoo cannot use addons in {folder}: it takes the comma for the end "
                "of the name. Move the clone to a path without a comma."
            )
    return ",".join(str(folder) for folder in folders)


def write_config(context, odoo, name, **settings):
    """Write a configuration file of Odoo and return its path."""
    values = {
        "addons_path": addons_path(context, odoo),
        "admin_passwd": "admin",
        "http_interface": "127.0.0.1",
        "list_db": False,
        "unaccent": True,
        "max_cron_threads": 0,
        # Odoo's own limits end a server that compiles assets on a slow machine.
        "limit_time_real": 0,
        # Nobody is told that this database exists.
        "publisher_warranty_url": "http://127.0.0.1:9/",
        **settings,
    }
    lines = ["[options]", *(f"{key} = {value}" for key, value in values.items())]
    path = context.folder("config") / f"{name}.conf"
    files.write_text(path, "\n".join(lines) + "\n")
    return path


def advice():
    """Return what to do when Odoo's package is not to be had."""
    return apt.ODOO_ADVICE
