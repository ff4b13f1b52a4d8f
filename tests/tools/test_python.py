"""The Python environments: complete or made anew, and why one cannot be made."""

import re

import pytest

from tools import files, python
from tools.errors import Trouble

PINNED = re.compile(r"^[a-z0-9-]+==[\w.]+( ; .+)?$")


def test_every_package_of_odoo_is_pinned():
    lines = python.LOCK_FILE.read_text().splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in listed if not PINNED.match(line)] == []
    assert len(listed) > 60


@pytest.mark.parametrize(
    ("package", "limit"), [("lxml", 6), ("geoip2", 3), ("pypdf", 7)]
)
def test_limits_that_odoo_needs_are_kept(package, limit):
    found = re.search(rf"^{package}==(\d+)\.", python.LOCK_FILE.read_text(), re.M)
    assert int(found.group(1)) < limit


def test_a_half_made_environment_is_made_anew(context):
    listed = context.repo / "requirements.txt"
    listed.write_text("# nothing\n")
    folder = python.venv_folder(context, "probe", listed)
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("half")
    interpreter = python.ensure_venv("probe", listed, context=context)
    assert python.output_of([interpreter, "-c", "print(1)"]) == "1\n"
    stamp = (folder / files.STAMP).stat().st_mtime_ns
    assert python.ensure_venv("probe", listed, context=context) == interpreter
    assert (folder / files.STAMP).stat().st_mtime_ns > stamp
    (folder / "bin" / "python").unlink()
    assert not python.is_ready(folder)


def test_a_refusing_index_is_told(context):
    listed = context.repo / "requirements.txt"
    listed.write_text("pytest==9.2.0\n")
    # Nobody listens on this port; without uv, which has its own settings.
    context.env.update(PATH="/usr/bin:/bin", PIP_INDEX_URL="http://127.0.0.1:9/simple")
    context.env.update(PIP_RETRIES="0", PIP_CONFIG_FILE="/dev/null")
    with pytest.raises(Trouble) as caught:
        python.ensure_venv("probe", listed, context=context, with_dependencies=False)
    assert "Check the network and the settings of pip" in str(caught.value)
    assert not python.is_ready(python.venv_folder(context, "probe", listed))


def test_a_missing_wheel_is_not_a_missing_network():
    no_wheel = "ERROR: No matching distribution found for lxml==5.4.0"
    assert "lxml==5.4.0 is not to be had" in python._why_not_installed(no_wheel)
    refused = f"WARNING: Retrying after connection broken\n{no_wheel}"
    assert python._why_not_installed(refused) == python.REFUSED
    forbidden = "ERROR: HTTP error 403 while getting x"
    assert python._why_not_installed(forbidden) == python.REFUSED
