"""Reading the machine's package sources, and unpacking packages."""

import io
import tarfile

import pytest

from tools import apt
from tools.errors import Trouble

DEB822 = """\
# a comment
Types: deb
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By:
 -----BEGIN
 key
 -----END

Types: deb
URIs: http://mirror.example/security
Suites: bookworm-security
Components: main
"""
ONE_LINE = """\
# deb http://off.example/debian sid main
deb-src http://mirror.example/debian bookworm main
deb [arch=amd64 signed-by=/key.gpg] http://mirror.example/debian bookworm main # x
"""


def test_deb822_is_read_with_its_long_values():
    first, second = apt.parse_sources(DEB822)
    assert first["suites"] == "bookworm bookworm-updates"
    assert first["signed-by"].splitlines()[-1].strip() == "-----END"
    assert second["uris"] == "http://mirror.example/security"


def test_one_line_form_is_read_with_its_options():
    source, binary = apt.parse_one_line(ONE_LINE)
    assert source["types"] == "deb-src"
    assert binary["signed-by"] == "/key.gpg"
    assert binary["components"] == "main"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, True),
        ({"types": "deb-src"}, False),
        ({"components": "contrib"}, False),
        ({"suites": "bookworm-security"}, False),
        ({"suites": "noble noble-updates"}, False),
        ({"enabled": "no"}, False),
        ({"suites": "stable"}, True),
    ],
)
def test_only_the_archive_itself_is_taken(change, found):
    entry = {"types": "deb", "suites": "bookworm", "components": "main", **change}
    assert (apt.archive_entry([entry]) is not None) is found


def test_another_suite_keeps_the_rest():
    text = apt.with_suite(apt.parse_sources(DEB822)[0], "sid")
    (entry,) = apt.parse_sources(text)
    assert entry["suites"] == "sid"
    assert entry["components"] == "main"
    assert entry["uris"] == "http://mirror.example/debian"
    assert "key" in entry["signed-by"]


def test_without_apt_the_way_out_is_named(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(Trouble, match="no apt.*ODOO_SRC"):
        apt.machine_entries()


def make_package(path, members):
    """Write a Debian package by hand: an `ar` archive of two tar archives."""
    parts = [("debian-binary", b"2.0\n"), ("control.tar", tar_of({"./control": b""}))]
    parts.append(("data.tar", tar_of(members)))
    with open(path, "wb") as file:
        file.write(b"!<arch>\n")
        for name, content in parts:
            header = f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n"
            file.write(header.encode() + content + b"\n" * (len(content) % 2))
    return path


def tar_of(members):
    """Return a tar archive of files, or of links where the value is a text."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            if isinstance(content, str):
                info.type, info.linkname = tarfile.SYMTYPE, content
                archive.addfile(info)
            else:
                info.size, info.mode = len(content), 0o755
                archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def test_unpacked_links_stay_inside_the_folder(tmp_path):
    members = {"./usr/a": b"text", "./usr/share/b": "/usr/a", "./usr/doc/c": b"no"}
    package = make_package(tmp_path / "x.deb", members)
    target = tmp_path / "root"
    apt.unpack(package, target, lambda name: "doc" not in name)
    assert (target / "usr/share/b").read_text() == "text"
    assert (target / "usr/a").stat().st_mode & 0o111
    assert not (target / "usr/doc").exists()


def test_half_a_package_is_told(tmp_path):
    package = make_package(tmp_path / "x.deb", {"./usr/a": b"x" * 50_000})
    package.write_bytes(package.read_bytes()[:30_000])
    with pytest.raises(Trouble, match="damaged.*Start again"):
        apt.unpack(package, tmp_path / "root")


def test_a_package_cannot_write_elsewhere(tmp_path):
    package = make_package(tmp_path / "x.deb", {"../evil": b"x"})
    with pytest.raises(Trouble, match="outside its folder"):
        apt.unpack(package, tmp_path / "root")
