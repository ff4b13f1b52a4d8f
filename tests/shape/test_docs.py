"""What the documents name exists: links, files, commands, logins, decisions."""

import re
from pathlib import Path

import pytest

from tools.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]
)
IMAGES = ROOT / "docs" / "images"
TOP_LEVEL = {path.name for path in ROOT.iterdir()}
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def _text(path):
    return path.read_text(encoding="utf-8")


def _readme():
    return _text(ROOT / "README.md")


def find_broken_links(document):
    """Links of a document that lead to no file, or to no heading of one."""
    for target in LINK.findall(_text(document)):
        if re.match(r"\w+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists() or (anchor and anchor not in _anchors(file)):
            yield target


def _anchors(file):
    headings = re.findall(r"^#+ (.*)$", _text(file), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in headings
    }


def find_missing_paths(document):
    """Paths in code marks that begin with something of the clone and end nowhere."""
    for code in CODE.findall(_text(document)):
        # Patterns such as <addon>/tests, globs and commands are no paths.
        is_path = re.fullmatch(r"[\w.+/-]+", code) and code.split("/")[0] in TOP_LEVEL
        if is_path and not (ROOT / code).exists():
            yield code


def find_unknown_commands(document):
    """Words after `./dev` that are no command of it."""
    for command in re.findall(r"\./dev (?!-)([\w-]+)", _text(document)):
        if command not in COMMANDS:
            yield command


@pytest.mark.parametrize(
    "find", [find_broken_links, find_missing_paths, find_unknown_commands]
)
@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_document_names_what_exists(document, find):
    assert list(find(document)) == []


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (find_broken_links, "[a](nowhere.md) [b](#good) [c](x.md#bad)\n# Good\n", 2),
        (find_broken_links, "![picture](images/none.png) [w](https://x.org)\n", 1),
        (find_missing_paths, "`tests/none.py` `tests/shape` `tests/<x>.py`\n", 1),
        (find_unknown_commands, "`./dev run`, `./dev fly`, `./dev --help`\n", 1),
    ],
)
def test_a_wrong_document_is_found(find, text, found, tmp_path):
    document = tmp_path / "x.md"
    document.write_text(text)
    assert len(list(find(document))) == found


def test_pictures_are_shown_somewhere():
    shown = {
        (document.parent / target).resolve()
        for document in DOCUMENTS
        for target in LINK.findall(_text(document))
    }
    pictures = [path for path in IMAGES.glob("**/*") if path.is_file()]
    assert [path.name for path in pictures if path.resolve() not in shown] == []


def test_people_of_the_story_can_log_in():
    told = re.findall(r"^\| `(\w+)` +\| \w+ \w+", _readme(), re.MULTILINE)
    demo = "".join(_text(file) for file in ROOT.glob("hr_*/demo/*.xml"))
    assert told
    for login in told:
        assert f'<field name="login">{login}</field>' in demo
        assert f'<field name="password">{login}</field>' in demo


def test_ci_runs_lint_and_the_test_command_of_the_readme():
    commands = re.findall(r"^(\./dev \w+)$", _readme(), re.MULTILINE)
    assert commands == ["./dev run", "./dev test"]
    calls = re.findall(r"^(\./dev \w+)", _text(ROOT / ".ci/run"), re.MULTILINE)
    assert calls == ["./dev lint", "./dev test"]


def test_decisions_are_numbered_listed_and_complete():
    folder = ROOT / "docs" / "decisions"
    files = sorted(folder.glob("0*.md"))
    assert [int(file.name[:4]) for file in files] == list(range(1, len(files) + 1))
    listed = re.findall(r"\]\((0[^)]+)\)", _text(folder / "README.md"))
    assert listed == [file.name for file in files]
    for file in files:
        text = _text(file)
        assert text.startswith(f"# {file.name[:4]}: ")
        headings = re.findall(r"^## (\w+)$", text, re.MULTILINE)
        assert headings == ["Situation", "Choice", "Price"]


def test_news_are_sentences_of_a_known_kind():
    settings = _text(ROOT / "pyproject.toml")
    kinds = re.findall(r'^directory = "(\w+)"\nname', settings, re.MULTILINE)
    start = re.search(r'^start_string = "(.*)\\n"$', settings, re.MULTILINE)[1]
    assert kinds
    assert f"{start}\n" in _text(ROOT / "CHANGELOG.md")
    for file in (ROOT / "news").iterdir():
        slug, kind, suffix = file.name.rsplit(".", 2)
        assert re.fullmatch(r"\+[a-z0-9-]+|\d+", slug), file.name
        assert (kind in kinds, suffix) == (True, "md"), file.name
        assert re.fullmatch(r"[A-Z].*\.\n", _text(file)), file.name


def test_tools_are_pinned():
    lines = _text(ROOT / "requirements-dev.txt").splitlines()
    for line in lines:
        assert not line or line.startswith("#") or re.match(r"[\w.-]+==[\d.]+", line)
    versions = re.findall(r'^    "[@\w/-]+": "(.*)"', _text(ROOT / "package.json"), 8)
    assert versions
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions)
    assert '"resolved"' not in _text(ROOT / "package-lock.json")


def test_what_users_need_is_what_the_tests_run_with():
    """requirements.txt allows the versions that the lock file has."""
    lock = _text(ROOT / "tools" / "odoo-requirements.lock")
    named = re.findall(
        r"^([\w-]+)(\S+)", _text(ROOT / "requirements.txt"), re.MULTILINE
    )
    assert named
    for name, limits in named:
        locked = re.search(rf"^{name}==(\d+)\.(\S+)", lock, re.MULTILINE)
        assert locked, f"{name} is in no lock file"
        version = f"{locked[1]}.{locked[2]}"
        for sign, limit in re.findall(r"([<>=]+)([\d.]+)", limits):
            assert _keeps(version, sign, limit), f"{name}{limits} is not {version}"


def _keeps(version, sign, limit):
    one, two = (tuple(map(int, text.split("."))) for text in (version, limit))
    return {"==": one == two, ">=": one >= two, "<": one < two}[sign]


def test_versions_are_compared_as_numbers():
    assert _keeps("2.10", ">=", "2.9")
    assert not _keeps("6.0", "<", "6")
    assert not _keeps("2.0.2", "==", "2.0.1")
