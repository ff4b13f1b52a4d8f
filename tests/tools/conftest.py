"""What the tests of the tooling share: a context whose cache is empty."""

import os

import pytest

from tools.context import Context
from tools.progress import Progress


@pytest.fixture
def said():
    """Return the lines of progress, as they are said."""
    return []


@pytest.fixture
def context(tmp_path, said):
    """Return a context with a clone and a cache of its own."""
    repo = tmp_path / "a clone"
    repo.mkdir()
    made = Context(
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        repo=repo,
        cache=tmp_path / "cache",
        progress=Progress(),
    )
    made.progress.say = said.append
    return made


@pytest.fixture
def make_addon(context):
    """Return the function that puts an addon into the clone."""

    def make(name, depends=(), tests=False, **more):
        folder = context.addon_path(name)
        folder.mkdir(parents=True)
        (folder / "__manifest__.py").write_text(
            repr({"depends": list(depends), **more})
        )
        if tests:
            (folder / "tests").mkdir()
            (folder / "tests" / "test_it.py").write_text("")
        return folder

    return make
