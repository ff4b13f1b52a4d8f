"""Odoo 19 from Debian's archive, made whole again in a folder of the cache."""

import os
import re
import shutil
import tempfile
from pathlib import Path

from tools import apt, files
from tools.errors import Trouble

PACKAGE = "odoo-19"
PACKAGE_SUITE = "sid"
# Odoo's package links to files of these. In sid some have moved their files and the
# links break; trixie has them where Odoo looks.
LINKED_SUITE = "trixie"
LINKED = (
    "fonts-font-awesome", "fonts-inconsolata", "fonts-montserrat", "fonts-ocr-b",
    "fonts-roboto-unhinted", "libjs-jquery", "libjs-jquery-form", "libjs-underscore",
)  # fmt: skip
LANGUAGES = {"zh_CN", "de", "es", "fr"}
PACKAGES_FOLDER = Path("usr/lib/python3/dist-packages")
# Stripped by Debian for its licence; without the file every page logs an error.
STRIPPED = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
RECIPE = "1"

GONE = (
    "Odoo cannot be fetched: the package odoo-19 is not in the Debian archive that "
    "this machine is set to. "
)
UNREACHABLE = (
    "Odoo cannot be fetched: the Debian archive that this machine is set to does not "
    "answer. Check the network and start again, or do without it. "
)


def key():
    """Return the name of the folder: it changes when what is kept changes."""
    recipe = "|".join([RECIPE, *LINKED, *sorted(LANGUAGES)])
    return f"odoo-19-{files.hashlib.sha256(recipe.encode()).hexdigest()[:8]}"


def ready_folder(context):
    """Return the folder of a complete Odoo, or nothing."""
    folder = context.cache / "odoo" / key()
    stamp = files.read_stamp(folder)
    whole = stamp and (folder / PACKAGES_FOLDER / "odoo" / "release.py").is_file()
    return folder if whole else None


def ensure(context):
    """Return the folder of Odoo, fetched and repaired when it is not there."""
    folder = ready_folder(context)
    if folder:
        return folder
    parent = context.folder("odoo")
    for leftover in parent.glob("making-*"):
        files.remove_tree(leftover)
    work = Path(tempfile.mkdtemp(dir=parent, prefix="making-"))
    try:
        version = _fetch(context, work)
        folder = parent / key()
        files.remove_tree(folder)
        files.write_stamp(work / "root", version=version)
        os.rename(work / "root", folder)
    finally:
        files.remove_tree(work)
    return folder


def _fetch(context, work):
    private = apt.Apt(context, work / "apt", (PACKAGE_SUITE, LINKED_SUITE))
    with context.progress.step("Odoo: reading the lists of Debian's archive"):
        private.update(UNREACHABLE + apt.ODOO_ADVICE)
    wanted = [PACKAGE, *(f"{name}/{LINKED_SUITE}" for name in LINKED)]
    with context.progress.step("Odoo: fetching the package (about 135 MB)"):
        private.download(wanted, work / "debs", _why_not_downloaded)
    with context.progress.step("Odoo: unpacking"):
        packages = sorted((work / "debs").glob("*.deb"))
        for package in packages:
            apt.unpack(package, work / "root", is_wanted)
        repair(work / "root")
    return next(p.name.split("_")[1] for p in packages if p.name.startswith(PACKAGE))


def _why_not_downloaded(text):
    gone = re.search(r"Unable to locate|not found|No candidate|404", text)
    return (GONE if gone else UNREACHABLE) + apt.ODOO_ADVICE


def is_wanted(name):
    """Leave out what takes space and nobody reads: 815 of 1,200 MB.

    That is an accidental second copy of the addons, and all languages but a few.
    """
    name = name.removeprefix("./")
    packages = str(PACKAGES_FOLDER)
    if name.startswith("usr/share/doc/"):
        return name.endswith("/copyright")
    if name.startswith("usr/share/"):
        return True
    if not name.startswith(f"{packages}/odoo/"):
        return False
    folder, _, file = name.rpartition("/")
    if folder.endswith(("/i18n", "/i18n_extra")) and file.endswith((".po", ".pot")):
        return file.removesuffix(".po") in LANGUAGES
    return True


def repair(root):
    """Put back what the package lacks when it is not installed in the machine."""
    addons = root / PACKAGES_FOLDER / "odoo" / "addons"
    for name in STRIPPED:
        path = addons / name
        if path.parent.parent.is_dir() and not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.touch()
    for folder in addons.glob("web/static/**/fonts"):
        _unswap(folder)
    dangling = [path for path in _links(root) if not path.exists()]
    if dangling:
        names = ", ".join(str(path.relative_to(root)) for path in dangling[:3])
        raise Trouble(
            f"Odoo's package links to {len(dangling)} files that were not found "
            f"({names}). " + apt.ODOO_ADVICE
        )


def _unswap(folder):
    """Let the two web fonts of Font Awesome point at their own files.

    The package crosses them, and browsers refuse a font under the wrong name.
    """
    for ending in ("woff", "woff2"):
        link = folder / f"fontawesome-webfont.{ending}"
        if link.is_symlink():
            aim = Path(os.readlink(link)).with_suffix(f".{ending}")
            link.unlink()
            link.symlink_to(aim)


def _links(root):
    for folder, names, found in os.walk(root):
        for name in names + found:
            path = Path(folder, name)
            if path.is_symlink():
                yield path


def free_space(context):
    """Return the free space where the cache is, in MB."""
    return shutil.disk_usage(context.folder()).free // 1_000_000
