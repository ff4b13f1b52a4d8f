"""Gets the tools of `./dev lint`: a Python environment and a folder of npm packages."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

from tools import files, locks
from tools.context import short_hash
from tools.errors import Trouble
from tools.process import run_logged
from tools.python import ensure_venv


def prepare(context, workspace, needs):
    """Set the workspace's tools up; returns why a group of them is missing."""
    makers = {"python": _prepare_python, "node": _prepare_node}
    wanted = [need for need in makers if need in needs]
    missing = {}
    with ThreadPoolExecutor(max_workers=2) as pool:
        attempts = {
            need: pool.submit(makers[need], context, workspace) for need in wanted
        }
        for need, attempt in attempts.items():
            try:
                attempt.result()
            except Trouble as trouble:
                missing[need] = str(trouble)
    return missing


def _prepare_python(context, workspace):
    if sys.version_info < (3, 11):
        raise Trouble(
            "The checks written in Python need Python 3.11 or newer, this is "
            f"{sys.version_info.major}.{sys.version_info.minor}. Start ./dev with a "
            "newer python3."
        )
    python = ensure_venv(
        "lint",
        workspace.root / "requirements-dev.txt",
        context=context,
        with_dependencies=False,
    )
    workspace.python_bin = python.parent


def _prepare_node(context, workspace):
    search = workspace.env.get("PATH")
    for program in ("node", "npm"):
        if not shutil.which(program, path=search):
            raise Trouble(
                f"prettier needs Node.js 18 or newer with npm, and {program} was not "
                "found. Install both (on Debian: apt-get install nodejs npm), then run "
                "./dev lint again."
            )
    sources = [workspace.root / name for name in ("package.json", "package-lock.json")]
    workspace.node_modules = _node_folder(context, sources) / "node_modules"


def _node_folder(context, sources):
    """Return a folder of the cache that holds the packages which `sources` name.

    Its name changes with the sources; its stamp is written last, so that one whose
    maker was killed is made anew.
    """
    listed = "".join(source.read_text(encoding="utf-8") for source in sources)
    parent = context.folder("node")
    folder = parent / f"lint-{short_hash(listed)}"
    if files.read_stamp(folder) is None:
        with locks.exclusive(context, "node-lint", "fetching prettier"):
            if files.read_stamp(folder) is None:
                _fetch(context, folder, sources)
                files.remove_old(parent, "lint-*", keep=folder)
    files.touch_stamp(folder)
    return folder


def _fetch(context, folder, sources):
    files.remove_tree(folder)
    folder.mkdir()
    for source in sources:
        shutil.copy(source, folder)
    with context.progress.step("npm packages of package.json"):
        run_logged(
            ["npm", "ci", "--ignore-scripts", "--no-audit", "--prefix", folder],
            context.folder("logs") / f"{folder.name}.log",
            "npm could not fetch prettier. Look at the network and at npm's own "
            "settings, then run ./dev lint again.",
            env=context.env,
        )
    files.write_stamp(folder)
