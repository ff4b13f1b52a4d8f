"""Which files the checks look at: those of the repository, not those of a build."""

import subprocess
from pathlib import Path

from tools.errors import Trouble

SKIPPED_FOLDERS = {".git", "node_modules", "__pycache__", ".venv", "venv"}


class Workspace:
    """The clone as the checks see it."""

    def __init__(self, root, env, paths=()):
        self.root = Path(root)
        self.env = env
        self.python_bin = None  # set by lint_environment.prepare
        self.node_modules = None
        self.notes = []  # for a reviewer, no findings
        self._all_files = _list_files(self.root)
        self.files = _below(self._all_files, _relative(self.root, paths))

    def matching(self, *suffixes):
        """Files whose name ends in one of the suffixes."""
        return [name for name in self.files if name.endswith(suffixes)]

    @property
    def addons(self):
        """Folders of the Odoo addons that hold a file which is looked at."""
        folders = [
            Path(name).parent
            for name in self._all_files
            if Path(name).name == "__manifest__.py"
        ]
        return sorted(str(folder) for folder in folders if _below(self.files, [folder]))

    def run(self, command):
        """Run a tool in the clone; returns its exit code and all that it printed."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=self.root,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        return done.returncode, done.stdout


def _list_files(root):
    """Tracked and new files as git tells; all of the tree where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True)
        names = listed.stdout.decode(errors="surrogateescape").split("\0")
    except (OSError, subprocess.CalledProcessError):
        names = [
            str(path.relative_to(root))
            for path in root.rglob("*")
            if not SKIPPED_FOLDERS.intersection(path.relative_to(root).parts)
        ]
    return sorted({name for name in names if name and (root / name).is_file()})


def _relative(root, paths):
    try:
        return [(root / path).resolve().relative_to(root.resolve()) for path in paths]
    except ValueError as error:
        raise Trouble(f"lint looks at files of this clone only: {error}.") from error


def _below(names, folders):
    if not folders:
        return names
    return [
        name
        for name in names
        if any(folder in (Path(name), *Path(name).parents) for folder in folders)
    ]
