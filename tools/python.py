"""Python environments in the cache, one for Odoo and one for each set of tools."""

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

from tools import apt, files, locks
from tools.context import REPO, Context, short_hash
from tools.errors import Trouble
from tools.process import output_of, run_logged

LOCK_FILE = REPO / "tools" / "odoo-requirements.lock"
REFUSED = (
    "The Python packages cannot be installed: the package index does not answer or "
    "refuses. Check the network and the settings of pip, and start again."
)
NO_WHEEL = (
    "The Python packages cannot be installed: {package} is not to be had for Python "
    "{python}. Check the network and the settings of pip; if they are right, start "
    "with another Python from 3.10 to 3.13, for example `python3.12 ./dev ...`."
)


def odoo_python(context):
    """Return the Python that can run Odoo, its environment made when needed."""
    return ensure_venv("odoo", LOCK_FILE, context=context, with_dependencies=False)


def ensure_venv(name, requirements_file, context=None, with_dependencies=True):
    """Return the Python of an environment that holds the listed packages.

    :param name: what the environment is for, part of its folder's name.
    :param requirements_file: the list; a changed list makes a new environment.
    :param with_dependencies: whether to install also what the packages ask for.
    """
    context = context or Context.from_environment()
    folder = venv_folder(context, name, requirements_file)
    python = folder / "bin" / "python"
    if is_ready(folder):
        files.touch_stamp(folder)
        return python
    with locks.exclusive(context, f"venv-{name}", "installing Python packages"):
        if not is_ready(folder):
            _make(context, folder, requirements_file, with_dependencies)
            files.remove_old(folder.parent, f"{name}-py*", keep=folder)
    return python


def venv_folder(context, name, requirements_file):
    """Return where the environment is or would be."""
    listed = short_hash(Path(requirements_file).read_text(encoding="utf-8"))
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return context.cache / "python" / f"{name}-py{version}-{listed}"


def is_ready(folder):
    """Return whether the environment is complete and its Python still starts.

    The Python it was made with may have been removed from the machine since.
    """
    if files.read_stamp(folder) is None:
        return False
    return output_of([folder / "bin" / "python", "-c", "print()"]) is not None


def _make(context, folder, requirements_file, with_dependencies):
    files.remove_tree(folder)
    context.folder("python")
    log = context.folder("logs") / f"{folder.name}.log"
    with context.progress.step(f"Python packages of {Path(requirements_file).name}"):
        make_empty(context, folder, log)
        arguments = ["-r", requirements_file]
        if not with_dependencies:
            arguments += ["--no-deps", "--only-binary", ":all:"]
        install(context, folder, arguments, log)
    files.write_stamp(folder, python=sys.version)


def make_empty(context, folder, log):
    """Make an environment without packages, and with a pip however bare Python is."""
    failure = f"Python {sys.executable} cannot make an environment."
    command = [sys.executable, "-m", "venv", folder]
    # Debian's Python comes without ensurepip unless python3-venv is installed.
    if has_ensurepip():
        run_logged(command, log, failure, env=_environment(context))
    else:
        command.insert(3, "--without-pip")
        run_logged(command, log, failure, env=_environment(context))
        _borrow_pip(context, folder, log)


def has_ensurepip():
    """Return whether this Python can put a pip into an environment by itself."""
    spec = importlib.util.find_spec("ensurepip")
    return spec is not None and spec.origin is not None


def _borrow_pip(context, folder, log):
    """Give the environment the pip of Debian's package, without installing that."""
    if shutil.which("uv", path=context.env.get("PATH")):
        return
    advice = (
        "Python on this machine comes without venv and pip. Install them, for example "
        "with `apt-get install python3-venv`, and start again."
    )
    work = folder / "borrowed"
    private = apt.Apt(context, work / "apt", (_machine_suite(advice),))
    private.update(advice)
    private.download(["python3-pip-whl"], work / "debs", advice)
    for package in (work / "debs").glob("*.deb"):
        apt.unpack(package, work / "root")
    wheel = next((work / "root").rglob("pip-*.whl"), None)
    if wheel is None:
        raise Trouble(advice)
    python = folder / "bin" / "python"
    command = [python, f"{wheel}/pip", "install", "--no-index", wheel]
    run_logged(command, log, advice, env=_environment(context))
    files.remove_tree(work)


def _machine_suite(advice):
    entry = apt.archive_entry(apt.machine_entries())
    if entry is None:
        raise Trouble(advice)
    return next(name for name in entry["suites"].split() if name in apt.RELEASES)


def install(context, folder, arguments, log):
    """Install packages, with uv where it is there and works, with pip otherwise."""
    python = folder / "bin" / "python"
    uv = shutil.which("uv", path=context.env.get("PATH"))
    env = _environment(context)
    if uv:
        command = [uv, "pip", "install", "--python", python, *arguments]
        try:
            return run_logged(command, log, "uv failed.", env=env)
        except Trouble:
            # uv does not read the settings of pip, which may name another index.
            if output_of([python, "-m", "pip", "--version"], env=env) is None:
                raise Trouble(REFUSED) from None
    command = [python, "-m", "pip", "install", "--progress-bar", "off", *arguments]
    return run_logged(command, log, _why_not_installed, env=env)


def _why_not_installed(text):
    # An index that cannot be reached ends in the same words as a missing wheel.
    unreachable = re.search(
        r"connection|Temporary failure|timed out|SSLError|ProxyError|HTTP error"
        r"|40[13]|50[0-9] (Server|Bad|Service|Gateway)",
        text,
        flags=re.IGNORECASE,
    )
    match = re.search(r"No matching distribution found for (\S+)", text)
    if match and not unreachable:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return NO_WHEEL.format(package=match.group(1), python=version)
    return REFUSED


def _environment(context):
    """Return the environment without what would lead pip elsewhere."""
    dropped = {"PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER"}
    kept = {key: value for key, value in context.env.items() if key not in dropped}
    return {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def download_wheel(context, package, target, failure):
    """Fetch one wheel into a folder and return its path."""
    log = context.folder("logs") / "wheels.log"
    folder = venv_folder(context, "odoo", LOCK_FILE)
    python = folder / "bin" / "python"
    command = [python, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:"]
    command += ["--progress-bar", "off", "-d", target, package]
    run_logged(command, log, failure, env=_environment(context))
    return next(Path(target).glob("*.whl"))


def clean_environment(context, **more):
    """Return the environment in which Python programs of ours run."""
    env = _environment(context)
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**env, "PYTHONUNBUFFERED": "1", "PATH": env.get("PATH", os.defpath), **more}
