"""Chromium for the browser journeys and the pictures, with letters for Chinese.

What the tests start is a small script that sets a few variables for the real program,
so that it makes no difference where that one came from.
"""

import os
import shlex
import shutil
import tempfile
from pathlib import Path

from tools import apt, files
from tools.errors import Trouble
from tools.process import output_of, run_logged

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
FONT = "fonts-wqy-microhei"
# The second holds data of the first, and may be on the machine without it.
PACKAGES = ("chromium", "chromium-common", FONT)
# With these it starts in a container and for root, and calls nobody.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
ADVICE = (
    "Chromium is needed for the browser journeys and the pictures, and cannot be "
    "fetched. Install it, for example with `apt-get install chromium`, and start again."
)
FONTS_FILE = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">{machine}</include>
  <dir>/usr/share/fonts</dir>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def find(context):
    """Return the browser of the machine that really starts, or nothing."""
    for name in NAMES:
        found = shutil.which(name, path=context.env.get("PATH"))
        if found and output_of([found, "--version"]):
            return found
    return None


def private_program(context):
    """Return the browser that was fetched into the cache, or nothing."""
    root = context.cache / "browser" / "root"
    program = root / "usr" / "lib" / "chromium" / "chromium"
    whole = files.read_stamp(root) is not None and program.is_file()
    return program if whole else None


def ensure(context):
    """Return the script that starts a browser, fetched when there is none."""
    program = find(context) or private_program(context)
    if program is None and os.getuid() == 0:
        program = _install(context)
    program = program or _fetch(context, "root", PACKAGES, ADVICE)
    if private_program(context) != program:
        _ensure_font(context)
    return _write_script(context, program)


def warm_up(context, script):
    """Start the browser once: the first start on a machine is the slow one."""
    with tempfile.TemporaryDirectory() as profile:
        command = [script, *FLAGS, f"--user-data-dir={profile}", "--dump-dom"]
        log = context.folder("logs") / "browser.log"
        run_logged(
            [*command, "about:blank"],
            log,
            "Chromium does not start on this machine. " + ADVICE,
            env=context.env,
        )


def _install(context):
    """Install Chromium as root may; return nothing when the machine refuses."""
    log = context.folder("logs") / "browser.log"
    env = {**context.env, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=120"]
    install = [*command, "install", "--no-install-recommends", "chromium", FONT]
    with context.progress.step("Chromium: installing"):
        try:
            run_logged([*command, "update"], log, ADVICE, env=env)
            # Ended halfway, it would leave the machine's packages in disorder.
            run_logged(install, log, ADVICE, env=env, outlive=True)
        except Trouble:
            return None
    return find(context)


def _fetch(context, name, packages, failure):
    """Unpack packages, with what they need and the machine lacks, into the cache."""
    parent = context.folder("browser")
    for leftover in parent.glob("making-*"):
        files.remove_tree(leftover)
    work = Path(tempfile.mkdtemp(dir=parent, prefix="making-"))
    try:
        with context.progress.step(f"Fetching {', '.join(packages)}"):
            private = apt.Apt(context, work / "apt")
            private.update(failure)
            needed = private.missing_for(packages)
            if needed is None:
                raise Trouble(failure)
            # One that is installed but broken still has to be fetched.
            private.download(sorted({*needed, *packages}), work / "debs", failure)
            for package in sorted((work / "debs").glob("*.deb")):
                apt.unpack(package, work / "root")
        files.write_stamp(work / "root", packages=packages)
        files.remove_tree(parent / name)
        os.rename(work / "root", parent / name)
    finally:
        files.remove_tree(work)
    return private_program(context)


def _ensure_font(context):
    """See to it that there are letters for Chinese; pictures do without if need be."""
    if output_of(["fc-list", ":lang=zh-cn"]):
        return
    if files.read_stamp(context.cache / "browser" / "fonts") is None:
        try:
            _fetch(context, "fonts", [FONT], ADVICE)
        except Trouble:
            context.progress.say("No font for Chinese was found; going on without.")


def _write_script(context, program):
    """Write the script that starts the program, and return its path."""
    folder = context.folder("browser", "bin")
    private = context.cache / "browser"
    lines = ["#!/bin/sh", "# Written by ./dev."]
    roots = [root for root in (private / "root", private / "fonts") if root.is_dir()]
    if roots:
        fonts = _write_fonts(context, roots)
        lines.append(f"export FONTCONFIG_FILE={shlex.quote(str(fonts))}")
    if program == private_program(context):
        libraries = ":".join(str(path) for path in _libraries(private / "root"))
        lines.append(
            f"export LD_LIBRARY_PATH={shlex.quote(libraries)}"
            "${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        )
    lines.append(f'exec {shlex.quote(str(program))} "$@"')
    script = folder / "chromium"
    files.write_text(script, "\n".join(lines) + "\n")
    script.chmod(0o755)
    # Odoo's own tests look for this name first.
    other = folder / "google-chrome"
    if not other.is_symlink():
        other.symlink_to("chromium")
    return script


def _write_fonts(context, roots):
    file = context.folder("browser", "bin") / "fonts.conf"
    machine = Path("/etc/fonts/fonts.conf")
    if not machine.exists():
        machine = roots[0] / "etc/fonts/fonts.conf"
    text = FONTS_FILE.format(
        machine=machine,
        fonts="</dir><dir>".join(str(root / "usr/share/fonts") for root in roots),
        cache=context.folder("browser", "font-cache"),
    )
    files.write_text(file, text)
    return file


def _libraries(root):
    """Return the folders of the fetched packages that hold shared libraries."""
    found = {path.parent for path in root.glob("usr/lib/**/*.so*")}
    found |= {path.parent for path in root.glob("lib/**/*.so*")}
    return sorted(found)
