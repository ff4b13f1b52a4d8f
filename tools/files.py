"""Files written whole or not at all, stamps, and hashes of folders."""

import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from pathlib import Path

STAMP = ".ready.json"
SKIPPED = {"__pycache__", ".git", "node_modules"}
OLD_DAYS = 30


def write_text(path, text):
    """Write a file so that a reader sees the old text or the new one, never half."""
    path = Path(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_json(path):
    """Return the content of a JSON file, or nothing when it is missing or broken."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_stamp(folder, **facts):
    """Mark a folder as complete: the last thing that its maker does."""
    write_text(Path(folder) / STAMP, json.dumps(facts, sort_keys=True))


def read_stamp(folder):
    """Return what the maker of a complete folder noted, or nothing."""
    facts = read_json(Path(folder) / STAMP)
    return facts if isinstance(facts, dict) else None


def touch_stamp(folder):
    """Note that the folder is in use, so that it is not taken for old."""
    (Path(folder) / STAMP).touch()


def remove_tree(path):
    """Remove a folder or file, also one with read-only folders inside."""

    def make_writable(function, name, _info):
        os.chmod(os.path.dirname(name), stat.S_IRWXU)
        os.chmod(name, stat.S_IRWXU)
        function(name)

    path = Path(path)
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path, onerror=make_writable)


def remove_old(folder, pattern, keep, days=OLD_DAYS):
    """Remove complete folders that nothing has used for long, and half-made ones."""
    limit = time.time() - days * 86400
    for path in sorted(Path(folder).glob(pattern)):
        stamp = path / STAMP
        if path == keep:
            continue
        if not stamp.exists() or stamp.stat().st_mtime < limit:
            remove_tree(path)


def remove_old_files(folder, days=OLD_DAYS):
    """Remove files that nobody has written for long."""
    limit = time.time() - days * 86400
    for path in Path(folder).iterdir():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)


def tree_hash(folders, without=()):
    """Return a hash of the names and contents of all files in the folders.

    :param without: names of folders right in them that do not count.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in walk(Path(folder), without):
            digest.update(f"{folder.name}/{path.relative_to(folder)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def walk(folder, without=()):
    """Yield all files in a folder in a fixed order, leftovers of Python aside."""
    for root, names, files in os.walk(folder):
        skipped = SKIPPED | set(without) if Path(root) == folder else SKIPPED
        names[:] = sorted(name for name in names if name not in skipped)
        for name in sorted(files):
            path = Path(root, name)
            if not name.endswith(".pyc") and path.is_file():
                yield path


def link_tree(source, target):
    """Copy a folder by hard links where the disk allows it."""
    shutil.copytree(source, target, copy_function=_link_or_copy, dirs_exist_ok=True)


def _link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def tail(path, lines=15):
    """Return the last lines of a text file, for a message."""
    try:
        text = Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(text.splitlines()[-lines:])
