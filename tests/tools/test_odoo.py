"""Which Odoo is run: what is kept of the package, and what ODOO_SRC may name."""

import pytest

from tools import odoo, odoo_package
from tools.errors import Trouble

TOP = f"./{odoo_package.PACKAGES_FOLDER}"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        (f"{TOP}/odoo/http.py", True),
        (f"{TOP}/odoo/addons/hr/i18n/zh_CN.po", True),
        (f"{TOP}/odoo/addons/hr/i18n/nl.po", False),
        (f"{TOP}/odoo/addons/hr/i18n/hr.pot", False),
        (f"{TOP}/odoo/addons/hr/models/i18n.py", True),
        (f"{TOP}/addons/hr/__init__.py", False),
        (f"{TOP}/doc/cla/stats.py", False),
        ("./usr/share/fonts/truetype/x.ttf", True),
        ("./usr/share/doc/odoo/README.md", False),
        ("./usr/share/doc/odoo-19/copyright", True),
        ("./etc/odoo/odoo.conf", False),
    ],
)
def test_what_is_kept_of_the_package(name, wanted):
    assert odoo_package.is_wanted(name) is wanted


@pytest.fixture
def root(tmp_path):
    """Return an unpacked package as Debian makes it, in small."""
    addons = tmp_path / odoo_package.PACKAGES_FOLDER / "odoo" / "addons"
    fonts = addons / "web/static/lib/fontawesome/fonts"
    fonts.mkdir(parents=True)
    share = tmp_path / "usr/share"
    share.mkdir()
    for ending, other in (("woff", "woff2"), ("woff2", "woff")):
        (share / f"fontawesome-webfont.{ending}").write_text(ending)
        aim = f"../../../../../../../../../../share/fontawesome-webfont.{other}"
        (fonts / f"fontawesome-webfont.{ending}").symlink_to(aim)
    (addons / "mail/static/lib").mkdir(parents=True)
    return tmp_path


def test_the_package_is_made_whole(root):
    odoo_package.repair(root)
    addons = root / odoo_package.PACKAGES_FOLDER / "odoo/addons"
    fonts = addons / "web/static/lib/fontawesome/fonts"
    assert (fonts / "fontawesome-webfont.woff").read_text() == "woff"
    assert (fonts / "fontawesome-webfont.woff2").read_text() == "woff2"
    assert (addons / odoo_package.STRIPPED[0]).is_file()


def test_a_link_to_nothing_is_told(root):
    (root / "usr/share/lost").symlink_to("nothing")
    with pytest.raises(Trouble, match=r"links to 1 files.*usr/share/lost.*ODOO_SRC"):
        odoo_package.repair(root)


def test_a_package_that_is_gone_is_not_a_network_that_is_gone():
    gone = odoo_package._why_not_downloaded("E: Unable to locate package odoo-19")
    assert "is not in the Debian archive" in gone
    away = odoo_package._why_not_downloaded("Temporary failure resolving 'x'")
    assert "does not answer" in away
    assert "ODOO_SRC" in gone
    assert "ODOO_SRC" in away


def test_half_an_odoo_is_not_taken_for_one(context):
    folder = context.folder("odoo", odoo_package.key())
    release = folder / odoo_package.PACKAGES_FOLDER / "odoo" / "release.py"
    release.parent.mkdir(parents=True)
    release.touch()
    assert odoo_package.ready_folder(context) is None
    odoo_package.files.write_stamp(folder, version="1")
    assert odoo_package.ready_folder(context) == folder
    release.unlink()
    assert odoo_package.ready_folder(context) is None


def make_source(folder, version="19, 0, 0, FINAL, 0, ''"):
    """Make a checkout of Odoo, in small."""
    (folder / "odoo").mkdir(parents=True)
    (folder / "odoo/release.py").write_text(f"version_info = ({version})\n")
    (folder / "addons/web").mkdir(parents=True)
    (folder / "addons/web/__manifest__.py").write_text("{}")
    return folder


def test_a_checkout_is_used_with_its_addons(context, tmp_path):
    folder = make_source(tmp_path / "src")
    context.env["ODOO_SRC"] = str(folder)
    found = odoo.ensure(context)
    assert found.python_path == folder
    assert odoo.addons_path(context, found) == f"{context.repo},{folder / 'addons'}"


def test_another_commit_is_another_odoo(tmp_path):
    folder = make_source(tmp_path / "src")
    (folder / ".git/refs").mkdir(parents=True)
    (folder / ".git/HEAD").write_text("ref: refs/x\n")
    (folder / ".git/refs/x").write_text("aaa\n")
    before = odoo.from_source(folder).identity
    (folder / ".git/refs/x").write_text("bbb\n")
    assert odoo.from_source(folder).identity != before


def test_what_is_no_odoo_19_is_refused(tmp_path):
    with pytest.raises(Trouble, match="no odoo/release.py"):
        odoo.from_source(tmp_path)
    older = make_source(tmp_path / "older", "18, 0, 0, FINAL, 0, ''")
    with pytest.raises(Trouble, match=r"is Odoo 18\.0"):
        odoo.from_source(older)
    saas = make_source(tmp_path / "saas", "'saas~19', 1, 0, FINAL, 0, ''")
    with pytest.raises(Trouble, match="set ODOO_SRC to a checkout"):
        odoo.from_source(saas)
    bare = make_source(tmp_path / "bare")
    (bare / "addons/web/__manifest__.py").unlink()
    with pytest.raises(Trouble, match="whole source code"):
        odoo.from_source(bare)


def test_dependencies_are_those_outside_of_ours(context, make_addon):
    make_addon("hr_exit_interview", ["hr", "survey"])
    make_addon("hr_alumni", ["hr_exit_interview", "crm"])
    expected = ["base", "crm", "hr", "survey", "web"]
    assert odoo.outside_dependencies(context) == expected


def test_what_only_tests_need_is_not_brought_to_users(context, make_addon):
    make_addon("hr_exit_interview", ["hr"])
    make_addon("test_hr_handover", ["hr_exit_interview", "project"])
    assert odoo.outside_dependencies(context) == ["base", "hr", "web"]


def test_an_unreadable_manifest_is_named(context, make_addon):
    (make_addon("hr_alumni") / "__manifest__.py").write_text("{")
    with pytest.raises(Trouble, match="__manifest__.py is not a manifest"):
        odoo.outside_dependencies(context)


def test_a_comma_in_the_path_is_told(context, tmp_path):
    context.repo = tmp_path / "a,b"
    found = odoo.Odoo(tmp_path, (), "x")
    with pytest.raises(Trouble, match="without a comma"):
        odoo.addons_path(context, found)
