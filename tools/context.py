"""What every part of the tooling needs to know: where things are, and how to talk."""

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from tools.errors import Trouble
from tools.progress import Progress

REPO = Path(__file__).resolve().parent.parent
ADDONS = ("hr_exit_interview", "hr_alumni", "hr_rehire")
TEST_ADDONS = ("test_hr_leavers", "test_hr_handover")
CACHE_VARIABLE = "HR_LEAVERS_CACHE"
CACHE_NAME = "hr-leavers"


@dataclass
class Context:
    """One run of `./dev`: its environment, its folders, its voice."""

    env: dict
    repo: Path = REPO
    cache: Path = None
    progress: Progress = field(default_factory=Progress)

    def __post_init__(self):
        if self.cache is None:
            self.cache = cache_folder(self.env)

    @classmethod
    def from_environment(cls):
        """Return the context of the running process."""
        return cls(env=dict(os.environ))

    def folder(self, *parts):
        """Return a folder of the cache, made when it is missing."""
        path = self.cache.joinpath(*parts)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Trouble(
                f"The cache folder {path} cannot be made ({error.strerror}). Set "
                f"{CACHE_VARIABLE} to a folder that you may write to."
            ) from error
        return path

    @property
    def debug(self):
        """Whether tracebacks are wanted."""
        return bool(self.env.get("DEV_DEBUG"))

    @property
    def clone_key(self):
        """A short name of this clone, for what must not be shared with another."""
        return short_hash(str(self.repo))

    @property
    def addons(self):
        """The addons that exist in this clone, lowest first."""
        return [name for name in ADDONS if is_addon(self.repo / name)]

    @property
    def test_addons_folder(self):
        """The folder of the addons that only tests install."""
        return self.repo / "tests" / "addons"

    @property
    def test_addons(self):
        """The test-only addons that exist in this clone."""
        folder = self.test_addons_folder
        return [name for name in TEST_ADDONS if is_addon(folder / name)]

    def addon_path(self, name):
        """Return the folder of one of our addons."""
        parent = self.test_addons_folder if name in TEST_ADDONS else self.repo
        return parent / name


def is_addon(folder):
    """Return whether the folder holds an Odoo addon."""
    return (folder / "__manifest__.py").is_file()


def cache_folder(env):
    """Return the folder outside the clone in which everything fetched is kept."""
    chosen = env.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser().absolute()
    xdg = env.get("XDG_CACHE_HOME", "")
    # The XDG rule: a relative value is to be ignored.
    base = Path(xdg) if xdg.startswith("/") else _home(env) / ".cache"
    return base / CACHE_NAME


def _home(env):
    home = env.get("HOME")
    return Path(home) if home else Path.home()


def short_hash(text, length=8):
    """Return a short, stable name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:length]
