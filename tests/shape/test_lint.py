"""The checks of `./dev lint` that are our own, and what it says when a tool is away."""

import pytest

from tools import lint
from tools.lint_files import Workspace
from tools.lint_text import check_text, fix

# Put together here, since no file may hold them, not even this one.
REGISTRY = ".".join(["pypi", "org"])
DEBIAN = ".".join(["deb", "debian", "org"])
FOLDER = "/".join(["", "root", "clone"])
HOME = "/".join(["", "home", "anna", "clone"])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.py", f"see https://{REGISTRY}/simple\n", "host of a package registry"),
        ("a.md", f"deb http://{DEBIAN}/debian sid main\n", "host of a package"),
        ("a.py", f'path = "{FOLDER}"\n', "folder of one machine"),
        ("a.txt", f"cd {HOME}\n", "folder of one machine"),
        ("a.py", "x = 1 \n", "1: ends in blanks"),
        ("a.csv", "a,b\r\n", "line ends of another system"),
        ("a.txt", "text", "1: has no line end"),
    ],
)
def test_text_is_refused(name, text, words):
    assert any(words in found for found in check_text(name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "x = 1\n"),
        ("empty.txt", ""),
        ("a.md", "a line  \nbreak\n"),
        ("a.py", "see https://www.odoo.com/documentation and `~/.cache`\n"),
        ("a.py", "root = '/var/lib', work/main, http://localhost:8069/work\n"),
        ("LICENSE", f"written on {FOLDER}\n"),
    ],
)
def test_text_is_accepted(name, text):
    assert check_text(name, text) == []


def test_fix_corrects_line_ends_and_keeps_what_is_right(tmp_path):
    (tmp_path / "wrong.txt").write_bytes(b"a \r\nb")
    (tmp_path / "right.txt").write_text("a\nb\n")
    assert fix(Workspace(tmp_path, {})) == ["wrong.txt"]
    assert (tmp_path / "wrong.txt").read_bytes() == b"a\nb\n"


def test_a_file_stands_for_its_addon(tmp_path):
    for name in ("good/__manifest__.py", "good/models/a.py", "other/__manifest__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}\n")
    workspace = Workspace(tmp_path, {}, [tmp_path / "good/models/a.py"])
    assert workspace.files == ["good/models/a.py"]
    assert workspace.addons == ["good"]
    assert Workspace(tmp_path, {}).addons == ["good", "other"]


def test_missing_node_is_told_and_fails(tmp_path, capsys):
    env = {"PATH": str(tmp_path), "HOME": str(tmp_path), "XDG_CACHE_HOME": ""}
    code = lint.main(["--only", "prettier", "--only", "text", "LICENSE"], env)
    told = capsys.readouterr().out
    assert code == 1
    assert "Not run. prettier needs Node.js 18 or newer with npm" in told
    assert "apt-get install nodejs npm" in told
    assert "lint: 1 passed, 1 failed (prettier)" in told


def test_npm_that_cannot_fetch_is_told_and_fails(tmp_path, capsys):
    for name in ("node", "npm"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho no way there >&2\nexit 1\n")
        program.chmod(0o755)
    env = {"PATH": f"{tmp_path}:/bin:/usr/bin", "HOME": str(tmp_path)}
    assert lint.main(["--only", "prettier"], env) == 1
    told = capsys.readouterr().out
    assert "Not run. npm could not fetch prettier. Look at the network" in told
    assert "no way there" in told
