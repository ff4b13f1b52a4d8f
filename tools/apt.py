"""Debian packages fetched and unpacked beside the machine, which is left as it is.

Where the archive is, is read from the machine's own source files, and only the
suites are swapped. So no address is written down here, and a mirror or a proxy that
the machine is set to is used as well. Nothing here needs to be root.
"""

import os
import re
import shlex
import shutil
import subprocess
import tarfile
from pathlib import Path

from tools import files
from tools.errors import Trouble
from tools.process import output_of, run_logged

RELEASES = {
    "bullseye", "bookworm", "trixie", "forky", "duke", "sid",
    "oldstable", "stable", "testing", "unstable",
}  # fmt: skip
ODOO_ADVICE = (
    "Set ODOO_SRC to a folder that holds the source code of Odoo 19.0, for example "
    "`ODOO_SRC=~/odoo ./dev run`, and it is used instead."
)


def parse_sources(text):
    """Return the entries of a source file in the form of deb822, as dictionaries."""
    entries = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        entry, key = {}, None
        for line in lines:
            if line[:1].isspace() and key:
                entry[key] += "\n" + line
            elif ":" in line:
                key, value = line.split(":", 1)
                key = key.strip().lower()
                entry[key] = value.strip()
        if entry:
            entries.append(entry)
    return entries


def parse_one_line(text):
    """Return the entries of a source file in the one-line form, as dictionaries."""
    entries = []
    pattern = re.compile(r"^(deb|deb-src)\s+(?:\[([^]]*)\]\s+)?(\S+)\s+(\S+)\s+(.+)$")
    for line in text.splitlines():
        match = pattern.match(line.split("#")[0].strip())
        if match:
            kind, options, address, suite, components = match.groups()
            entry = {"types": kind, "uris": address, "suites": suite}
            entry["components"] = components
            for option in (options or "").split():
                key, _, value = option.partition("=")
                entry[key.lower()] = value.replace(",", " ")
            entries.append(entry)
    return entries


def archive_entry(entries):
    """Return the first entry that is Debian's own archive, or nothing."""
    for entry in entries:
        if "deb" not in entry.get("types", "").split():
            continue
        if "main" not in entry.get("components", "").split():
            continue
        if entry.get("enabled", "yes").lower() in ("no", "false", "0"):
            continue
        if RELEASES & set(entry.get("suites", "").split()):
            return entry
    return None


def with_suite(entry, suite):
    """Return the text of a deb822 source file: the same archive, another suite."""
    kept = {
        key: value
        for key, value in entry.items()
        if key not in ("types", "suites", "components", "enabled", "arch", "lang")
    }
    lines = ["Types: deb", f"Suites: {suite}", "Components: main"]
    lines += [f"{key.title()}: {value}" for key, value in kept.items()]
    return "\n".join(lines) + "\n"


def machine_entries():
    """Return all entries of the machine's source files."""
    told = output_of(
        ["apt-config", "shell", "L", "Dir::Etc::sourcelist/f"]
        + ["P", "Dir::Etc::sourceparts/d"]
    )
    if told is None:
        raise Trouble(
            "This machine has no apt, so Odoo cannot be fetched as a Debian package. "
            + ODOO_ADVICE
        )
    places = dict(part.split("=", 1) for part in shlex.split(told) if "=" in part)
    paths = [Path(places.get("L", "/etc/apt/sources.list"))]
    paths += sorted(Path(places.get("P", "/etc/apt/sources.list.d")).glob("*"))
    entries = []
    for path in paths:
        if path.is_file() and path.suffix in (".list", ".sources"):
            parse = parse_sources if path.suffix == ".sources" else parse_one_line
            entries += parse(path.read_text(encoding="utf-8", errors="replace"))
    return entries


class Apt:
    """A private apt: own lists, own cache, own sources, in a folder of ours."""

    def __init__(self, context, folder, suites=()):
        self.context = context
        self.folder = folder
        self.log = context.folder("logs") / "apt.log"
        self._suites = suites
        self._arguments = self._prepare()

    def _prepare(self):
        for part in ("state/lists/partial", "cache/archives/partial", "parts"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        arguments = [
            "-o", f"Dir::State={self.folder}/state",
            "-o", f"Dir::State::Lists={self.folder}/state/lists",
            "-o", f"Dir::Cache={self.folder}/cache",
            "-o", "Debug::NoLocking=1",
            "-o", "APT::Sandbox::User=root",
            "-o", "Acquire::Languages=none",
            "-o", "Acquire::Retries=2",
            "-o", "Acquire::http::Timeout=30",
            "-o", "Acquire::https::Timeout=30",
        ]  # fmt: skip
        if self._suites:
            self._write_sources()
            arguments += ["-o", f"Dir::Etc::sourceparts={self.folder}/parts"]
            arguments += ["-o", "Dir::Etc::sourcelist=/dev/null"]
        return arguments

    def _write_sources(self):
        entry = archive_entry(machine_entries())
        if entry is None:
            raise Trouble(
                "The source files of apt on this machine name no Debian archive, so "
                "Odoo cannot be fetched as a Debian package. " + ODOO_ADVICE
            )
        for suite in self._suites:
            text = with_suite(entry, suite)
            files.write_text(self.folder / "parts" / f"{suite}.sources", text)

    def update(self, failure):
        """Fetch the lists of packages."""
        # Without this, apt only warns when the network is gone, and goes on.
        arguments = ["-o", "APT::Update::Error-Mode=any"]
        self._run(["update", *arguments], failure)

    def download(self, packages, target, failure):
        """Fetch packages into a folder; apt itself checks that they are whole."""
        target.mkdir(parents=True, exist_ok=True)
        self._run(["download", *packages], failure, cwd=target)

    def missing_for(self, packages):
        """Return the packages that an installation on this machine would add."""
        command = ["apt-get", *self._arguments, "-s", "--no-install-recommends"]
        # What is installed is the machine's matter, so its own list is read here.
        command += ["-o", "Dir::State::status=/var/lib/dpkg/status"]
        told = output_of([*command, "install", *packages])
        if told is None:
            return None
        return re.findall(r"^Inst (\S+)", told, flags=re.MULTILINE)

    def _run(self, arguments, failure, **options):
        command = ["apt-get", *self._arguments, "-y", "-q", *arguments]
        env = {**self.context.env, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}
        run_logged(command, self.log, failure, env=env, **options)


def unpack(package, target, wanted=None):
    """Unpack the files of a package into a folder, or only those that are wanted."""
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    try:
        reader = subprocess.Popen(command, stdout=subprocess.PIPE)
    except FileNotFoundError as error:
        raise Trouble("dpkg-deb is not on this machine. " + ODOO_ADVICE) from error
    try:
        with reader, tarfile.open(fileobj=reader.stdout, mode="r|") as archive:
            for member in archive:
                if wanted is None or wanted(member.name):
                    _extract(archive, member, target)
    except (tarfile.TarError, EOFError) as error:
        raise Trouble(
            f"The package {package.name} is damaged. Start again: it is fetched anew."
        ) from error
    if reader.returncode:
        raise Trouble(
            f"The package {package.name} is damaged. Start again: it is fetched anew."
        )


def _extract(archive, member, target):
    name = os.path.normpath(member.name)
    if name.startswith(("..", "/")):
        raise Trouble(f"A package wants to write outside its folder: {member.name}")
    path = Path(target, name)
    if member.isdir():
        path.mkdir(parents=True, exist_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if member.issym():
        _link(path, member.linkname, target)
    elif member.islnk():
        shutil.copy2(Path(target, os.path.normpath(member.linkname)), path)
    elif member.isfile():
        with archive.extractfile(member) as source, open(path, "wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
        path.chmod(0o755 if member.mode & 0o111 else 0o644)


def _link(path, aim, target):
    # Links of packages count from the top of the machine; ours from our folder.
    if aim.startswith("/"):
        aim = os.path.relpath(Path(target, aim.lstrip("/")), path.parent)
    if path.is_symlink() or path.exists():
        path.unlink()
    path.symlink_to(aim)
