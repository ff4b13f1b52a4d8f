import base64
import logging
from itertools import islice

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import split_every

from ..tools.history_file import FileError, is_workbook, read_rows
from ..tools.history_plan import Book, Outcome, Refusal
from ..tools.history_report import CONTROL_KEYS, make_storable
from ..tools.history_row import clean_row, find_columns

_logger = logging.getLogger(__name__)


class HrAlumniImport(models.Model):
    """A spreadsheet of past leavers on its way into the network.

    First it is checked: every row is decided about and nothing is written. Then it is
    imported, batch by batch; the place reached is written together with the batch, so
    that a job that was killed goes on where it was, and the same rows once more change
    nothing. Nobody is written to: the people are candidates, whom somebody may invite.
    """

    _name = "hr.alumni.import"
    _description = "Import of Past Leavers"
    _inherit = ["hr.retention.mixin", "hr.state.mixin"]
    _order = "id desc"
    _rec_name = "file_name"

    _TRANSITIONS = {  # target: where one may come from
        "draft": {"checking", "checked", "failed"},
        "checking": {"draft", "checked", "failed"},
        "checked": {"checking"},
        "running": {"checked", "paused"},
        "paused": {"running"},
        "done": {"running"},
        "failed": {"checking", "running"},
    }
    _GIVEN_FIELDS = {"file", "file_name", "encoding", "date_format", "company_id"}
    _COUNTS = (
        "created_count",
        "stint_count",
        "filled_count",
        "unchanged_count",
        "refused_count",
        "noted_count",
    )
    _BATCH = 1000
    # As many rows are checked and imported at once, without waiting for the job.
    _ROWS_AT_ONCE = 500
    _RETENTION_SEQUENCE = 45

    file = fields.Binary(
        attachment=True,
        copy=False,
        help="A CSV file or an Excel workbook (xlsx) with the titles of the template. "
        "It is deleted as soon as it is imported.",
    )
    file_name = fields.Char(required=True, default=lambda self: self.env._("New file"))
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that these people have left.",
    )
    encoding = fields.Selection(
        [
            ("detect", "Find out"),
            ("utf-8", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("cp1252", "Western (Windows-1252)"),
            ("gb18030", "Chinese (GB 18030)"),
        ],
        default="detect",
        required=True,
        help="For CSV files. Names with wrong letters tell that it is another one.",
    )
    date_format = fields.Selection(
        [
            ("detect", "Refuse dates that can be read in two ways"),
            ("ymd", "Year, month, day: 2019-12-31"),
            ("dmy", "Day, month, year: 31/12/2019"),
            ("mdy", "Month, day, year: 12/31/2019"),
        ],
        string="Dates Are Written As",
        default="detect",
        required=True,
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("checking", "Being Checked"),
            ("checked", "Checked"),
            ("running", "Being Imported"),
            ("paused", "Paused"),
            ("done", "Imported"),
            ("failed", "Cannot Be Read"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    error = fields.Text(readonly=True, copy=False)
    ignored_columns = fields.Char(
        string="Columns That Are Not Read", readonly=True, copy=False
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    row_done = fields.Integer(string="Rows Done", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    created_count = fields.Integer(string="New People", readonly=True, copy=False)
    stint_count = fields.Integer(string="Stints Added", readonly=True, copy=False)
    filled_count = fields.Integer(string="Completed", readonly=True, copy=False)
    unchanged_count = fields.Integer(string="Known Already", readonly=True, copy=False)
    refused_count = fields.Integer(string="Refused", readonly=True, copy=False)
    noted_count = fields.Integer(string="Worth a Look", readonly=True, copy=False)
    finished_date = fields.Datetime(string="Imported On", readonly=True, copy=False)
    line_ids = fields.One2many("hr.alumni.import.line", "import_id", readonly=True)
    alumni_ids = fields.One2many("hr.alumni", "import_id", readonly=True)

    @api.depends("row_count", "row_done")
    def _compute_progress(self):
        for one in self:
            one.progress = 100 * one.row_done / one.row_count if one.row_count else 0

    def write(self, vals):
        if not self.env.su:
            self._check_given(vals)
            if vals.keys() & self._GIVEN_FIELDS:
                super().write(vals)
                self.filtered(lambda one: one.state != "draft")._move_to("draft")
                return True
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su and vals.keys() - self._GIVEN_FIELDS - {"state"}:
                raise UserError(self._get_use_buttons_message())
        return super().create(vals_list)

    # Buttons

    def action_check(self):
        """Decide about every row and write nothing; the counts tell what would be."""
        for one in self:
            if not one.file:
                raise UserError(self.env._("Choose a file first."))
        self._move_to("checking")
        self._start("_check_file")
        return True

    def action_import(self):
        """Import what was checked, or go on with it."""
        self._move_to("running")
        self._start("_import_file")
        return True

    def action_pause(self):
        """Stop after the present batch; it goes on from there."""
        self._move_to("paused")
        return True

    def action_refresh(self):
        """Show how far it is."""
        return True

    def action_view_alumni(self):
        """Open the people whom this import has added."""
        self.check_access("read")
        return self._get_people_action([])

    def action_view_invitable(self):
        """Open those who can be invited: candidates with an address."""
        self.check_access("read")
        return self._get_people_action(
            [("state", "=", "candidate"), ("email_normalized", "!=", False)]
        )

    def action_download_refused(self):
        """Download refused rows as a spreadsheet to correct and import again."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/hr_alumni/import/{self.id}/refused",
            "target": "download",
        }

    def _get_people_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action"
        )
        action["domain"] = [("import_id", "in", self.ids), *domain]
        action["context"] = {}
        action["views"] = [(False, "list"), (False, "form")]
        return action

    # Steps

    def _start(self, step):
        """Do a small file at once, and leave a large one to the job."""
        # Sudo: lines and places are written by these steps only.
        for one in self.sudo():
            if not one._is_small():
                # Sudo: jobs are for administrators; this one is only called earlier.
                self.env.ref("hr_alumni.ir_cron_run_alumni_imports").sudo()._trigger()
            elif step == "_check_file":
                one._check_file()
            else:
                one._import_file(commit=False)

    def _is_small(self):
        if self.row_count:
            return self.row_count <= self._ROWS_AT_ONCE
        content = self._get_content()
        try:
            head = list(islice(self._read_table(content), self._ROWS_AT_ONCE + 2))
        except FileError:
            return True  # It is said at once what is wrong.
        return len(head) <= self._ROWS_AT_ONCE + 1

    @api.model
    def _cron_run_imports(self):
        """Check and import what waits, one batch for each transaction."""
        waiting = self.search([("state", "in", ("checking", "running"))], order="id")
        for one in waiting:
            if one.state == "checking":
                if one.try_lock_for_update():
                    one._check_file()
                    self.env["ir.cron"]._commit_progress(1, remaining=len(waiting))
            elif not one._import_file():
                return
        self.env["ir.cron"]._commit_progress(remaining=0)

    def _check_file(self):
        """The dry run. It keeps its book in memory: killed, it begins again."""
        self.line_ids.unlink()
        self.write(dict.fromkeys((*self._COUNTS, "row_done", "row_count"), 0))
        book, counts, total = Book(), dict.fromkeys(self._COUNTS, 0), 0
        try:
            for batch in split_every(self._BATCH, self._read_clean()):
                good = [row for row, _cells in batch if not row.errors]
                outcomes = self.env["hr.alumni"]._plan_history(
                    good, self.company_id, book
                )
                self._note(batch, outcomes, counts)
                total += len(batch)
                self.env.flush_all()
                self.env.invalidate_all()  # A large file must not fill the memory.
        except FileError as error:
            self._fail(error)
            return
        self.write({**counts, "row_count": total, "error": False})
        self._move_to("checked")

    def _import_file(self, commit=True):
        """Import from the place that was reached.

        :param commit: after each batch, as a job does
        :return: False when the time of the job is over
        """
        if not self.row_done:
            self.line_ids.unlink()
            self.write(dict.fromkeys(self._COUNTS, 0))
        try:
            for batch in split_every(self._BATCH, self._read_clean(self.row_done)):
                if not self._import_batch(batch):
                    return True  # Somebody paused it, or does it.
                if commit and not self._commit():
                    return False
        except FileError as error:
            self._fail(error)
            return True
        if self.try_lock_for_update(allow_referencing=True) and self.state == "running":
            self._finish()
        return True

    def _commit(self):
        remaining = max(self.row_count - self.row_done, 1)
        time_left = self.env["ir.cron"]._commit_progress(
            self._BATCH, remaining=remaining
        )
        self.env.invalidate_all()  # A large file must not fill the memory.
        return time_left

    def _import_batch(self, batch):
        """Write rows and the place reached, in one transaction.

        :return: False when the import does not run any more, or elsewhere
        """
        if not self.try_lock_for_update(allow_referencing=True):
            return False
        # Somebody else may have gone on with it meanwhile.
        self.invalidate_recordset(["state", "row_done", *self._COUNTS])
        if self.state != "running":
            return False
        counts = {name: self[name] for name in self._COUNTS}
        good = [row for row, _cells in batch if not row.errors]
        outcomes = self._import_or_park(good)
        self._note(batch, outcomes, counts)
        self.write({**counts, "row_done": self.row_done + len(batch)})
        return True

    def _import_or_park(self, rows):
        """Write rows; one that the database refuses keeps the reason.

        :return: list of `Outcome`
        """
        if not rows:
            return []
        try:
            with self.env.cr.savepoint():
                outcomes = self.env["hr.alumni"]._import_history(
                    rows, self.company_id, self
                )
                self.env.flush_all()
            return outcomes
        except OperationalError:
            raise  # Somebody else writes the same records: the batch is tried again.
        except Exception as error:
            self.env.invalidate_all(flush=False)
            if len(rows) == 1:
                is_expected = isinstance(error, UserError)
                _logger.warning("A row was not imported.", exc_info=not is_expected)
                reason = self._get_park_reason(error, is_expected)
                return [Outcome(rows[0], refusal=Refusal("name", reason))]
        half = len(rows) // 2
        return self._import_or_park(rows[:half]) + self._import_or_park(rows[half:])

    def _get_park_reason(self, error, is_expected):
        if is_expected:
            return str(error)
        return self.env._("The row cannot be stored. Enter this person by hand.")

    def _finish(self):
        self._move_to("done")
        # The file is not needed any more, and full of personal data.
        self.write({"file": False, "finished_date": fields.Datetime.now()})

    def _fail(self, error):
        words = self.env["hr.alumni"].with_context(lang=self._get_user_lang())
        self.write({"error": words._get_file_message(error)})
        self._move_to("failed")

    # What is read, and what is kept of it

    def _get_content(self):
        return base64.b64decode(self.file or b"")

    def _read_table(self, content):
        encoding = None if self.encoding == "detect" else self.encoding
        return read_rows(content, None if is_workbook(content) else encoding)

    def _read_clean(self, skipped=0):
        """Yield pairs of a `CleanRow` and its cells by column, after so many rows.

        :raise FileError: the file cannot be read
        """
        words = self.env["hr.alumni"].with_context(lang=self._get_user_lang())
        rows = self._read_table(self._get_content())
        titles = next(rows, (0, []))[1]
        places, unknown = find_columns(titles, words._get_history_names())
        unknown = [title for title in unknown if title not in self._get_own_titles()]
        self.ignored_columns = make_storable(", ".join(unknown)) or False
        lists, today = words._get_history_words(), self._get_today()
        for number, cells in islice(rows, skipped, None):
            by_column = {
                key: cells[place] if place < len(cells) else None
                for key, place in places.items()
            }
            row = clean_row(number, by_column, self.date_format, today, lists)
            yield row, by_column

    def _note(self, batch, outcomes, counts):
        """Count what becomes of rows, and keep those that somebody has to look at."""
        words = self.env["hr.alumni"].with_context(lang=self._get_user_lang())
        titles = words._get_history_titles()
        cells = {row.number: by_column for row, by_column in batch}
        vals_list = []
        for row, _cells in batch:
            if row.errors:
                reasons = {
                    column: words._get_history_message(code)
                    for column, code in row.errors.items()
                }
                vals_list.append(("refused", row.number, reasons))
        for outcome in outcomes:
            vals_list += self._get_remarks(outcome, words)
            self._count(outcome, counts)
        counts["refused_count"] += sum(kind == "refused" for kind, *_ in vals_list)
        counts["noted_count"] += sum(kind == "noted" for kind, *_ in vals_list)
        self.env["hr.alumni.import.line"].create(
            [
                self._prepare_line_values(kind, number, cells[number], reasons, titles)
                for kind, number, reasons in vals_list
            ]
        )

    @api.model
    def _get_remarks(self, outcome, words):
        number = outcome.row.number
        if refusal := outcome.refusal:
            text = words._get_history_message(refusal.code, refusal.fact)
            return [("refused", number, {refusal.column: text})]
        if outcome.notes:
            notes = {
                column: words._get_history_message(code)
                for column, code in outcome.notes
            }
            return [("noted", number, notes)]
        return []

    @api.model
    def _count(self, outcome, counts):
        if outcome.refusal:
            return
        counts["created_count"] += outcome.is_new
        counts["stint_count"] += outcome.has_stint
        counts["filled_count"] += not outcome.is_new and bool(
            outcome.filled or outcome.has_employer
        )
        counts["unchanged_count"] += not outcome.changes

    def _prepare_line_values(self, kind, number, cells, reasons, titles):
        return {
            "import_id": self.id,
            "row": number,
            "kind": kind,
            "name": make_storable(cells.get("name")),
            "message": make_storable(
                "\n".join(
                    f"{titles[column]}: {text}" for column, text in reasons.items()
                ),
                length=2000,
            ),
            "cells": {
                key: make_storable(cell)
                for key, cell in cells.items()
                if cell not in (None, "")
            }
            if kind == "refused"
            else {},
            "reasons": reasons,
        }

    def _get_refused_lines(self):
        """Yield what a spreadsheet of refused rows shows, in the order of the file.

        :return: tuples of number, cells by column, reasons by column, message
        """
        lines = self.line_ids.search(
            [("import_id", "=", self.id), ("kind", "=", "refused")]
        )
        for batch in split_every(self._BATCH, lines.ids):
            for line in lines.browse(batch):
                yield line.row, line.cells or {}, line.reasons or {}, line.message
            self.env.invalidate_all()

    def _get_own_titles(self):
        """Titles of the columns that the spreadsheet of refused rows has besides."""
        return {self.env._("Row"), self.env._("What to Do"), *CONTROL_KEYS}

    def _get_user_lang(self):
        return self.create_uid.lang or self.env.lang

    @api.model
    def _get_today(self):
        return fields.Date.context_today(self)

    # Rules

    def _check_given(self, vals):
        """People choose file and company; all else is written by the steps."""
        if vals.keys() - self._GIVEN_FIELDS:
            raise UserError(self._get_use_buttons_message())
        if vals.keys() & self._GIVEN_FIELDS and any(
            one.state not in ("draft", "checked", "failed") for one in self
        ):
            raise UserError(
                self.env._(
                    "This import is under way or over. Make a new one for another file."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        if any(one.state in ("checking", "running") for one in self):
            raise UserError(
                self.env._("This import is running. Pause it before you delete it.")
            )

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("An import moves on by its buttons.")
