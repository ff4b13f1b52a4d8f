"""No role gets back what was said on leaving from any page, file or API over HTTP."""

import io
import json
import zipfile

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .exit_common import MARKER
from .marker_common import PLACES, MarkerCase

QUIET = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.web.controllers.export",
)


@tagged("post_install", "-at_install", "security")
class TestMarkersHttp(MarkerCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.tokens = [
            *(self.survey.access_token, self._sheet().access_token),
            self._sheet(self.talk_half).access_token,
        ]

    def _sign_in(self, user):
        self.env.flush_all()
        if user == self.env.ref("base.public_user"):
            self.authenticate(None, None)
        else:
            self.authenticate(user.login, user.login)

    def _fetch(self, path, data=None, params=None):
        """Text of what a path answers, be it a refusal; a workbook is unpacked."""
        if params is not None:
            response = self.url_open(path, json={"jsonrpc": "2.0", "params": params})
        else:
            data = data and {"csrf_token": http.Request.csrf_token(self), **data}
            response = self.url_open(path, data=data)
        if response.content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(response.content)) as book:
                return "".join(book.read(n).decode() for n in book.namelist())
        return response.text

    def _get_export(self, model, names, ids):
        fields = [{"name": name, "label": name, "type": "text"} for name in names]
        data = {"model": model, "fields": fields, "ids": ids, "domain": []}
        return {"data": json.dumps({**data, "import_compat": False})}

    def _get_paths_over_http(self):
        """(path, form, parameters of JSON) of every way to ask for what is kept."""
        for model, (names, _reader) in PLACES.items():
            ids = self.planted[model].ids
            for kind in ("csv", "xlsx"):
                for chosen in (ids, []):
                    export = self._get_export(model, names, chosen)
                    yield f"/web/export/{kind}", export, None
            yield (
                f"/web/dataset/call_kw/{model}/read",
                None,
                {
                    "model": model,
                    "method": "read",
                    "args": [ids, list(names)],
                    "kwargs": {},
                },
            )
            for name in names:
                yield f"/web/content/{model}/{ids[0]}/{name}", None, None
                yield f"/web/image/{model}/{ids[0]}/{name}", None, None
            thread = {"thread_model": model, "thread_id": ids[0]}
            yield "/mail/thread/messages", None, thread
            yield "/mail/data", None, {"fetch_params": [["mail.thread", thread]]}
        talk = self.interview
        export = self._get_export(
            talk._name, ["answer_ids/value", "card_ids/notes"], talk.ids
        )
        yield "/web/export/csv", export, None
        for report in self.env["ir.actions.report"].search(
            [("model", "in", [*PLACES, talk._name, "hr.offboarding"])]
        ):
            for records in (*self.planted.values(), talk, self.case):
                if records._name == report.model:
                    ids = ",".join(map(str, records.ids))
                    for kind in ("html", "text"):
                        yield f"/report/{kind}/{report.report_name}/{ids}", None, None
        survey, *sheets = self.tokens
        for sheet in sheets:
            yield f"/survey/print/{survey}?answer_token={sheet}", None, None
        yield f"/survey/print/{survey}?review=1", None, None
        yield f"/survey/results/{self.survey.id}", None, None
        yield f"/survey/results/{self.survey.id}?filters=L0,A0,Q0", None, None

    @mute_logger(*QUIET)
    def test_no_role_gets_it_over_http(self):
        tried = 0
        for role, user in self.roles.items():
            self._sign_in(user)
            for path, data, params in self._get_paths_over_http():
                answer = self._fetch(path, data, params)
                self.assertNotIn(MARKER, answer, (role, path))
                tried += 1
        self.assertGreater(tried, 500)

    @mute_logger(*QUIET)
    def test_whoever_may_read_gets_it_by_these_paths(self):
        """Otherwise the test above would show nothing."""
        told = {}
        for role, user in self.readers.items():
            self._sign_in(user)
            told[role] = {
                path.split("/")[1] + "/" + path.split("/")[2]
                for path, data, params in self._get_paths_over_http()
                if MARKER in self._fetch(path, data, params)
            }
        ways = {"web/export", "web/dataset"}
        self.assertLessEqual(ways | {"report/html"}, told["interviewer"])
        self.assertLessEqual(ways | {"report/html"}, told["exit_officer"])
        self.assertLessEqual(ways, told["confidential_officer"])
