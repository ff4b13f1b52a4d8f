"""Takes each right of an addon away in turn, and tells which no test would miss.

A rule, an access line or the `groups=` of a field is taken away inside a transaction,
tests of access are run until one fails, and everything is rolled back. Of the tables in
`test_access` only the rows of the model concerned are tried, then the tests that are
named after it: so hundreds of rights take minutes.

`./dev mutate` runs it; it is not part of the suite.
"""

import importlib
import pkgutil
import time
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace
from unittest.mock import patch

from odoo import api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, HttpCase, TransactionCase
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .access_fields import find_restricted

MUTED = (
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.orm.models",
    "odoo.sql_db",
    "odoo.tests.common",
)
# Tables of rights, in which a record that is not active counts for nothing.
TABLES = {"ir.rule": "ir_rule", "ir.model.access": "ir_model_access"}


class MutationCase(BaseCase):
    """To be inherited for an addon, with its name and its tests of access."""

    addon = None
    # Module of tests with the tables of access; its class is `TestAccess`.
    table_module = "test_access"
    # Tests of its that know no model, tried for each.
    table_tests = ()
    # More classes that try access, whatever the model: "module.Class".
    more_classes = ()
    # Right: why no test has to miss it.
    explained = {}
    wanted_share = 0.95
    last_error = None

    @mute_logger(*MUTED)
    def check_mutations(self):
        """Take away every right of the addon and print what nobody has missed."""
        began = time.monotonic()
        alive = self._find_mutations()
        total = len(alive)
        self.assertGreater(total, 0)
        for cls in self._get_classes():
            concerned = [m for m in alive if self._concerns(cls, m)]
            if concerned:
                killed = self._run_class(cls, concerned)
                print(  # noqa: T201 - shows that it goes on
                    f"{cls.__name__}: {len(killed)} of {len(concerned)} missed",
                    flush=True,
                )
                alive = [m for m in alive if m.name not in killed]
        self._tell(total, alive, time.monotonic() - began)
        share = (total - len(alive)) / total
        self.assertGreaterEqual(share, self.wanted_share)
        self.assertLessEqual({m.name for m in alive}, self.explained.keys())

    def _tell(self, total, alive, seconds):
        print(  # noqa: T201 - what the command is for
            f"\n{self.addon}: {total - len(alive)} of {total} rights are missed by a "
            f"test when they are gone ({100 * (total - len(alive)) / total:.1f} %), "
            f"in {seconds:.0f} s."
        )
        for mutation in alive:
            why = self.explained.get(mutation.name, "no test misses it")
            print(f"  survives: {mutation.name}: {why}")  # noqa: T201

    # What is taken away

    def _find_mutations(self):
        with Registry(get_db_name()).cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            found = []
            for data in env["ir.model.data"].search(
                [("module", "=", self.addon), ("model", "in", list(TABLES))],
                order="model, name",
            ):
                record = env[data.model].browse(data.res_id)
                found.append(
                    SimpleNamespace(
                        name=f"{data.model} {data.name}",
                        model=record.model_id.model,
                        table=TABLES[data.model],
                        id=record.id,
                    )
                )
            for model, field in find_restricted(env, self.addon):
                found.append(
                    SimpleNamespace(
                        name=f"groups of {model}.{field.name}",
                        model=model,
                        table=None,
                        field=field,
                    )
                )
            return found

    @contextmanager
    def _taken_away(self, env, mutation):
        if not mutation.table:
            with patch.object(mutation.field, "groups", None):
                yield
            return
        env.flush_all()
        with env.cr.savepoint(flush=False) as savepoint:
            env.cr.execute(
                SQL(
                    "UPDATE %s SET active = FALSE WHERE id = %s",
                    SQL.identifier(mutation.table),
                    mutation.id,
                )
            )
            self._forget(env)
            yield
            savepoint.rollback()
        self._forget(env)

    @staticmethod
    def _forget(env):
        env.invalidate_all(flush=False)
        env.registry.clear_all_caches()

    # By which tests it is looked for

    def _get_classes(self):
        """The table first, then what is small, then what is named after the model."""
        package = f"odoo.addons.{self.addon}.tests"
        table = importlib.import_module(f"{package}.{self.table_module}").TestAccess
        found = [table]
        for path in self.more_classes:
            module, _dot, name = path.partition(".")
            found.append(getattr(importlib.import_module(f"{package}.{module}"), name))
        folder = importlib.import_module(package).__path__
        for info in pkgutil.iter_modules(folder):
            if not info.name.startswith("test_hr_"):
                continue
            module = importlib.import_module(f"{package}.{info.name}")
            found += [
                cls
                for cls in vars(module).values()
                if isinstance(cls, type)
                and cls.__module__ == module.__name__
                and issubclass(cls, TransactionCase)
                and not issubclass(cls, HttpCase)
                and cls not in found
            ]
        return found

    def _concerns(self, cls, mutation):
        module = cls.__module__.rpartition(".")[2]
        if not module.startswith("test_hr_") or f"{module}.{cls.__name__}" in (
            self.more_classes
        ):
            return True
        # `test_hr_exit_action_proposal` is about that model, and about those of which
        # it is a part.
        stem = mutation.model.replace(".", "_")
        subject = module.removeprefix("test_")
        return subject.startswith(stem) or stem.startswith(subject)

    def _get_tests(self, cls):
        names = sorted(
            name
            for name in dir(cls)
            if name.startswith("test_") and callable(getattr(cls, name))
        )
        if cls.__name__ != "TestAccess" or not hasattr(cls, "only_models"):
            return names
        tables = [n for n in names if n in cls.table_tests]
        return tables + [n for n in names if n not in tables and n in self.table_tests]

    # Running

    def _run_class(self, cls, mutations):
        """Names of the rights that the tests of a class miss."""
        killed = set()
        cls.setUpClass()
        try:
            tests = self._get_tests(cls)
            sound = {}
            for mutation in mutations:
                if hasattr(cls, "only_models"):
                    cls.only_models = {mutation.model}
                for test in tests:
                    key = (test, mutation.model if test in self._by_model(cls) else "")
                    if key not in sound:
                        sound[key] = self._passes(cls, test)
                        if not sound[key]:
                            # It would miss nothing, and nobody would notice.
                            self.fail(f"{cls.__name__}.{test}: {self.last_error!r}")
                    with self._taken_away(cls.env, mutation):
                        if self._passes(cls, test):
                            continue
                    killed.add(mutation.name)
                    break
        finally:
            if hasattr(cls, "only_models"):
                cls.only_models = None
            cls.tearDownClass()
            cls.doClassCleanups()
        return killed

    @staticmethod
    def _by_model(cls):
        return getattr(cls, "table_tests", ())

    def _passes(self, cls, test):
        """Whether a test passes; the first thing that fails ends it."""
        case = cls(test)
        case.subTest = lambda *_args, **_kwargs: nullcontext()
        try:
            case.setUp()
            getattr(case, test)()
            cls.env.flush_all()
        except Exception as error:
            self.last_error = error
            return False
        finally:
            while case._cleanups:
                function, args, kwargs = case._cleanups.pop()
                function(*args, **kwargs)
            cls.env.invalidate_all(flush=False)
        return True
