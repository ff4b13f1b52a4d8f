"""Files written whole or not at all, stamps, hashes, and the age of things."""

import os

import pytest

from tools import files


def test_a_failed_write_leaves_the_old_text(tmp_path):
    path = tmp_path / "a.txt"
    files.write_text(path, "old")
    with pytest.raises(TypeError):
        files.write_text(path, None)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_broken_stamp_counts_as_none(tmp_path):
    assert files.read_stamp(tmp_path) is None
    files.write_stamp(tmp_path, version="1")
    assert files.read_stamp(tmp_path) == {"version": "1"}
    (tmp_path / files.STAMP).write_text('{"version": ')
    assert files.read_stamp(tmp_path) is None


def test_a_hash_sees_names_and_contents_but_no_leftovers(tmp_path):
    folder = tmp_path / "addon"
    (folder / "tests").mkdir(parents=True)
    (folder / "a.py").write_text("1")
    first = files.tree_hash([folder], without=("tests",))
    (folder / "tests/test_a.py").write_text("2")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__/a.pyc").write_text("3")
    assert files.tree_hash([folder], without=("tests",)) == first
    (folder / "a.py").rename(folder / "b.py")
    second = files.tree_hash([folder], without=("tests",))
    (folder / "b.py").write_text("4")
    third = files.tree_hash([folder], without=("tests",))
    assert len({first, second, third}) == 3


def test_a_copy_shares_the_contents_but_not_the_names(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("text")
    files.link_tree(tmp_path / "a", tmp_path / "z")
    assert (tmp_path / "z/b/c").samefile(tmp_path / "a/b/c")
    files.remove_tree(tmp_path / "z")
    assert (tmp_path / "a/b/c").read_text() == "text"


def test_a_read_only_folder_can_be_removed(tmp_path):
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/c").write_text("text")
    (tmp_path / "a/b").chmod(0o500)
    files.remove_tree(tmp_path / "a")
    assert not (tmp_path / "a").exists()


def test_only_old_and_half_made_folders_go(tmp_path):
    for name in ("x-kept", "x-new", "x-old", "x-half", "y-half"):
        (tmp_path / name).mkdir()
    for name in ("x-kept", "x-new", "x-old"):
        files.write_stamp(tmp_path / name)
    for name in ("x-kept", "x-old"):
        os.utime(tmp_path / name / files.STAMP, (0, 0))
    files.remove_old(tmp_path, "x-*", keep=tmp_path / "x-kept")
    assert sorted(os.listdir(tmp_path)) == ["x-kept", "x-new", "y-half"]


def test_old_files_go(tmp_path):
    for name in ("new.log", "old.log"):
        (tmp_path / name).touch()
    os.utime(tmp_path / "old.log", (0, 0))
    files.remove_old_files(tmp_path)
    assert os.listdir(tmp_path) == ["new.log"]


def test_the_tail_of_a_missing_file_is_empty(tmp_path):
    (tmp_path / "a").write_text("1\n2\n3\n")
    assert files.tail(tmp_path / "a", 2) == "2\n3"
    assert files.tail(tmp_path / "b") == ""
