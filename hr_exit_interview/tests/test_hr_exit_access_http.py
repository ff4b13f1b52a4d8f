"""The log over real HTTP, where requests that read have a cursor that only reads."""

import json

from odoo import http
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase


@tagged("post_install", "-at_install", "security")
class TestHrExitAccessHttp(ExitInterviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self._send()
        self._answer(keep=MARKER)
        self.answer = self.interview.answer_ids
        self.user_exit_officer.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate("exit_officer", "exit_officer")

    def _call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def _pop_log(self):
        """How it was read since the last call; asked as the database has it."""
        self.env.cr.execute("DELETE FROM hr_exit_access_log RETURNING user_id, how")
        return self.env.cr.fetchall()

    def assertLogged(self, how):
        self.assertIn((self.user_exit_officer.id, how), self._pop_log())

    @mute_logger("odoo.http")
    def test_reading_is_logged_although_it_comes_as_read_only(self):
        ids = self.answer.ids
        nested = {"answer_ids": {"fields": {"value": {}}}}
        by_value = [("value", "ilike", MARKER)]
        for how, model, method, args in (
            ("read", "hr.exit.answer", "read", (ids, ["value"])),
            ("read", "hr.exit.answer", "web_read", (ids, {"value": {}})),
            ("read", "hr.exit.answer", "search_read", ([], ["value"])),
            ("read", "hr.exit.answer", "web_search_read", ([], {"value": {}})),
            ("read", "hr.exit.interview", "web_read", (self.interview.ids, nested)),
            ("export", "hr.exit.answer", "export_data", (ids, ["value"])),
            ("search", "hr.exit.answer", "search_count", (by_value,)),
            ("search", "hr.exit.answer", "formatted_read_group", ([], ["value"])),
        ):
            with self.subTest(f"{model}.{method}"):
                found = self._call(model, method, *args)
                self.assertTrue(found)
                self.assertLogged(how)

    @mute_logger("odoo.http")
    def test_files_that_are_exported_are_logged(self):
        for kind in ("csv", "xlsx"):
            with self.subTest(kind):
                data = {
                    "model": "hr.exit.answer",
                    "fields": [{"name": "value", "label": "Answer", "type": "text"}],
                    "ids": self.answer.ids,
                    "domain": [],
                    "import_compat": False,
                }
                response = self.url_open(
                    f"/web/export/{kind}",
                    data={
                        "data": json.dumps(data),
                        "csrf_token": http.Request.csrf_token(self),
                    },
                )
                self.assertEqual(response.status_code, 200)
                if kind == "csv":
                    self.assertIn(MARKER, response.text)
                self.assertLogged("export")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_nothing_is_read_that_cannot_be_noted(self):
        self.env.cr.execute(
            "ALTER TABLE hr_exit_access_log ADD CHECK (user_id IS NULL) NOT VALID"
        )
        with self.assertRaises(JsonRpcException) as refused:
            self._call("hr.exit.answer", "read", self.answer.ids, ["value"])
        self.assertNotIn(MARKER, str(refused.exception))
        self.assertEqual(self._pop_log(), [])

    @mute_logger("odoo.http")
    def test_nobody_writes_or_deletes_a_line(self):
        self._call("hr.exit.answer", "read", self.answer.ids, ["value"])
        line = self.env["hr.exit.access.log"].search([])
        self.assertTrue(line)
        for method, args in (
            ("write", (line.ids, {"how": "print"})),
            ("unlink", (line.ids,)),
            ("create", ([{"how": "read"}],)),
            ("web_save", (line.ids, {"how": "print"}, {})),
            ("_gc_old", ()),
            ("_add", (self.interview.ids, "answers", "read")),
        ):
            with self.subTest(method), self.assertRaises(JsonRpcException):
                self._call("hr.exit.access.log", method, *args)
        self.assertLogged("read")
