"""Templates and the database of a clone: made once, kept, brought up to date."""

import contextlib

import pytest

from tools import databases as real
from tools import dev_database, odoo, templates
from tools.errors import Trouble


class FakeDatabases:
    """Databases that are only names, with a list of what was done to them."""

    def __init__(self, context):
        self.context = context
        self.odoo = odoo.Odoo(context.repo, (), "odoo one")
        self.filestore = context.folder("filestore")
        self.notes = {}
        self.done = []
        self.busy = set()
        self.broken = None

    def set_up(self):
        return contextlib.nullcontext()

    def name(self, kind, key):
        return f"{kind}_{key}"

    def exists(self, name):
        return name in self.notes

    def hold(self, name):
        return name not in self.busy

    def create_empty(self, name):
        (self.filestore / name).mkdir(exist_ok=True)
        self.notes[name] = None

    def copy(self, source, name):
        self.done.append(f"copy to {name.split('_')[0]}")
        (self.filestore / name).mkdir(exist_ok=True)
        self.notes[name] = None

    def install(self, name, addons, *_options, update=()):
        self.done.append(f"install {','.join(addons)} update {','.join(update)}")
        if self.broken:
            raise Trouble(self.broken)

    def odoo_command(self, _name, command, *_arguments, failure, stdin=None):
        assert failure
        assert "env.cr.commit()" in stdin.read()
        self.done.append(command)

    def note(self, name, facts):
        self.notes[name] = facts

    def noted(self, name):
        return self.notes.get(name)

    def rename(self, name, new_name):
        self.notes[new_name] = self.notes.pop(name)

    def newest(self, kind):
        return [name for name in reversed(self.notes) if name.startswith(kind)]

    def drop(self, name):
        self.notes.pop(name)


@pytest.fixture
def databases(context, make_addon):
    """Return databases of a clone with two addons."""
    make_addon("hr_exit_interview", ["hr"])
    make_addon("hr_alumni", ["hr_exit_interview", "crm"], assets={"web.x": []})
    return FakeDatabases(context)


def test_templates_are_made_once(databases):
    full = templates.ensure(databases)
    assert databases.done == [
        "install base,crm,hr,web update ",
        "shell",
        "copy to making",
        "install hr_exit_interview,hr_alumni update ",
        "shell",
    ]
    databases.done.clear()
    assert templates.ensure(databases) == full
    assert databases.done == []
    assert not any(name.startswith("making") for name in databases.notes)


def test_a_failed_template_is_not_taken_for_one(databases):
    databases.broken = "Odoo could not install."
    with pytest.raises(Trouble):
        templates.ensure(databases)
    assert [name.split("_")[0] for name in databases.notes] == ["making"]
    databases.broken = None
    assert templates.ensure(databases).startswith("full_")


def test_a_changed_addon_makes_another_template_but_a_test_does_not(databases):
    first = templates.ensure(databases)
    addon = databases.context.addon_path("hr_alumni")
    (addon / "tests").mkdir()
    (addon / "tests" / "test_new.py").touch()
    assert templates.ensure(databases) == first
    (addon / "new.py").touch()
    second = templates.ensure(databases)
    assert second != first
    assert databases.done[-3:-1] == [
        "copy to making",
        "install hr_exit_interview,hr_alumni update ",
    ]


def test_tests_add_their_addon_on_top(databases, make_addon):
    full = templates.ensure(databases)
    assert templates.ensure_for_tests(databases) == full
    make_addon("test_hr_leavers", ["hr_alumni"])
    databases.done.clear()
    assert templates.ensure_for_tests(databases) != full
    # It brings no styles or scripts, so none are compiled again.
    assert databases.done == ["copy to making", "install test_hr_leavers update "]
    make_addon("test_hr_handover", ["hr_exit_interview", "project"])
    databases.done.clear()
    templates.ensure_for_tests(databases)
    together = "install test_hr_leavers,test_hr_handover update "
    assert databases.done == ["copy to making", together]


def test_old_templates_go(databases):
    addon = databases.context.addon_path("hr_alumni")
    for number in range(8):
        (addon / "new.py").write_text(str(number))
        newest = templates.ensure(databases)
    left = databases.newest("full")
    assert len(left) == templates.KEPT["full"] + 1
    assert left[0] == newest


def test_the_database_of_a_clone_is_kept(databases):
    name = dev_database.prepare(databases)
    databases.done.clear()
    assert dev_database.prepare(databases) == name
    assert databases.done == []
    dev_database.prepare(databases, fresh=True)
    assert databases.done == ["copy to dev"]


def test_changed_and_new_addons_are_brought_in(databases, make_addon):
    dev_database.prepare(databases)
    (databases.context.addon_path("hr_alumni") / "new.py").touch()
    make_addon("hr_rehire", ["hr_alumni"])
    databases.done.clear()
    dev_database.prepare(databases)
    assert databases.done == ["install hr_rehire update hr_alumni"]


def test_a_failed_update_is_done_again(databases):
    name = dev_database.prepare(databases)
    new = databases.context.addon_path("hr_alumni") / "new.py"
    new.touch()
    databases.broken = "Odoo could not update."
    with pytest.raises(Trouble, match=r"could not update\.\n.*run --fresh"):
        dev_database.prepare(databases)
    # Taken back, the files are as noted before; the database may not be.
    new.unlink()
    databases.broken = None
    databases.done.clear()
    dev_database.prepare(databases)
    assert databases.done == ["install  update hr_alumni"]
    assert databases.noted(name)["addons"]["hr_alumni"]


def test_a_database_of_another_odoo_is_told(databases):
    dev_database.prepare(databases)
    databases.odoo = odoo.Odoo(databases.context.repo, (), "odoo two")
    with pytest.raises(Trouble, match="another Odoo.*run --fresh"):
        dev_database.prepare(databases)
    dev_database.prepare(databases, fresh=True)


def test_two_at_the_same_database_are_told(databases):
    name = dev_database.prepare(databases)
    databases.busy.add(name)
    with pytest.raises(Trouble, match="Another ./dev of this clone"):
        dev_database.prepare(databases)
    assert dev_database.prepare(databases, shared=True) == name


def test_demo_data_that_failed_before_are_no_matter_of_this_time(context, monkeypatch):
    """The log of a database goes on from run to run."""
    databases = real.Databases(context, None, "python", None, "key")
    log = databases._log("dev_x")
    monkeypatch.setattr(databases, "_check_installed", lambda *_: None)

    def run(words):
        with open(log, "a") as file:
            file.write(words)

    said = "Module hr_alumni demo data failed to install\n"
    monkeypatch.setattr(databases, "odoo_command", lambda *_, **__: run(said))
    with pytest.raises(Trouble, match="Demo data did not load"):
        databases.install("dev_x", [], update=["hr_alumni"])
    monkeypatch.setattr(databases, "odoo_command", lambda *_, **__: run("Fine.\n"))
    databases.install("dev_x", [], update=["hr_alumni"])
