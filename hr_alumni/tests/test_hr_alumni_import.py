import base64
import io
from contextlib import ExitStack
from random import Random
from unittest.mock import patch

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_history import HistoryCase
from .test_history_file import workbook


class Killed(BaseException):
    """Like signal 9: nothing catches it."""


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniImport(HistoryCase):
    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_run_alumni_imports").method_direct_trigger()
        self.env.invalidate_all()

    def _get_files(self, record):
        return self.env["ir.attachment"].search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("res_field", "=", "file"),
            ]
        )

    def _make_large(self):
        """Let every file be one for the job, in batches of five rows."""
        self.patch(self.env.registry["hr.alumni.import"], "_ROWS_AT_ONCE", 0)
        self.patch(self.env.registry["hr.alumni.import"], "_BATCH", 5)

    def test_name_of_the_file_is_kept(self):
        """The client gives it with the file, and may not change it afterwards."""
        with Form(self.env["hr.alumni.import"]) as form:
            form.file_name = "past.csv"
            form.file = base64.b64encode(b"Name")
        self.assertEqual(form.record.file_name, "past.csv")

    def test_check_foretells_and_writes_nothing(self):
        rows = [
            *self._many(3),
            self._row(
                "Past 0 Leaver", "X0", date_start="2016-01-01", date_end="2017-01-01"
            ),
            self._row("Ann Mori", "M1", private_email="past.1@example.com"),
            self._row("", "Z1"),
            self._row("Bad Date", "Z2", date_start="03/04/2011"),
        ]
        record = self._new_import(rows)
        before = self.alumni_model.search([])
        record.action_check()
        expected = {
            "created_count": 4,
            "stint_count": 5,
            "refused_count": 2,
            "noted_count": 1,
        }
        self.assertEqual(record.state, "checked")
        self.assertEqual(self._get_counts(record), expected)
        self.assertEqual(record.row_count, 7)
        self.assertEqual(self.alumni_model.search([]), before)
        self.assertEqual(record.line_ids.mapped("row"), [6, 7, 8])
        self.assertIn("read in two ways", record.line_ids[-1].message)

        record.action_import()
        self.assertEqual(record.state, "done")
        self.assertEqual(self._get_counts(record), expected)
        self.assertFalse(record.file)
        self.assertEqual(len(record.alumni_ids), 4)
        self.assertEqual(record.progress, 100)

    def test_same_file_twice_changes_nothing(self):
        rows = self._many(7)
        for expected in (
            {"created_count": 7, "stint_count": 7},
            {"unchanged_count": 7},
        ):
            record = self._new_import(rows)
            record.action_check()
            record.action_import()
            self.assertEqual(self._get_counts(record), expected)

    def test_job_checks_and_imports_in_batches(self):
        self._make_large()
        record = self._new_import(self._many(12))
        record.action_check()
        self.assertEqual(record.state, "checking")
        self._run_job()
        self.assertEqual(record.state, "checked")
        record.action_import()
        self.assertEqual((record.state, record.created_count), ("running", 12))
        self._run_job()
        self.assertEqual((record.state, record.row_done), ("done", 12))
        self.assertEqual(len(record.alumni_ids), 12)

    def test_goes_on_from_the_place_that_was_reached(self):
        self._make_large()
        record = self._new_import(self._many(12))
        record.action_check()
        self._run_job()
        record.action_import()
        record = record.sudo()
        with patch.object(type(record), "_commit", lambda one: False):
            self.assertFalse(record._import_file())
        self.assertEqual((record.row_done, record.created_count), (5, 5))
        record.with_user(self.user_alumni).action_pause()
        self.assertTrue(record._import_file())
        self.assertEqual(record.row_done, 5)
        self.assertEqual(round(record.progress), 42)
        record.with_user(self.user_alumni).action_import()
        self._run_job()
        self.assertEqual((record.state, record.created_count), ("done", 12))

    def _get_everything(self, record):
        people = record.alumni_ids.sorted("employee_number")
        return (
            [(one.display_name, one.employee_number, one.state) for one in people],
            [
                (one.employee_number, one.date_start, one.stint)
                for one in people.employment_period_ids.sorted(
                    lambda one: (one.employee_number, one.date_start)
                )
            ],
            record.line_ids.mapped("message"),
            self._get_counts(record),
            (record.state, record.row_done),
        )

    def _import_until_killed(self, record, statements):
        """Import, and stop dead before one of the next statements; that is undone."""
        left = [statements]
        execute = type(self.env.cr).execute

        def die(cursor, *args, **kwargs):
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return execute(cursor, *args, **kwargs)

        def commit(one):
            left[0] = 1000  # What was committed stays, and nothing more is done.
            return False

        try:
            with self.env.cr.savepoint(), ExitStack() as patches:
                patches.enter_context(patch.object(type(record), "_commit", commit))
                patches.enter_context(patch.object(type(self.env.cr), "execute", die))
                record._import_file()
        except Killed:
            return True
        return False

    def test_killed_anywhere_ends_like_left_alone(self):
        """A real process is killed by `./dev bench bench_import_killed`."""
        self._make_large()
        rows = [
            *self._many(24),
            self._row(
                "Past 3 Leaver", "X3", date_start="2017-01-01", date_end="2018-01-01"
            ),
            self._row("", "Z1"),
        ]
        results, kills = [], 0
        for is_killed in (False, True):
            with self.subTest(is_killed=is_killed):
                record = self._new_import(rows).sudo()
                record.write({"state": "running", "row_count": len(rows)})
                savepoint = self.env.cr.savepoint()
                chance = Random(11)
                attempt = 0
                while record.state == "running":
                    attempt += 1
                    is_spared = not is_killed or attempt % 9 == 0
                    statements = 10_000 if is_spared else chance.randint(0, 30)
                    kills += self._import_until_killed(record, statements)
                results.append(self._get_everything(record))
                savepoint.close(rollback=True)
        self.assertGreaterEqual(kills, 20)
        self.assertEqual(*results)
        self.assertEqual(results[0][-1], ("done", 26))

    @mute_logger("odoo.addons.hr_alumni.models.hr_alumni_import")
    def test_row_that_fails_is_parked_and_stops_no_other(self):
        record = self._new_import(self._many(5))
        record.action_check()
        prepare = self.env.registry["hr.alumni"]._prepare_history_values

        def refuse(model, outcome, company):
            if outcome.row.values["employee_number"] == "X2":
                raise ValidationError("Another addon wants a badge number.")
            return prepare(model, outcome, company)

        with patch.object(
            self.env.registry["hr.alumni"], "_prepare_history_values", refuse
        ):
            record.action_import()
        self.assertEqual(
            self._get_counts(record),
            {"created_count": 4, "stint_count": 4, "refused_count": 1},
        )
        self.assertIn("badge number", record.line_ids.message)
        self.assertFalse(self._find("X2"))

    def test_files_that_cannot_be_read(self):
        for content, words in (
            (b"%PDF-1.7", "no CSV file"),
            (b"\n", "empty"),
            (b"Shoe,Size\n1,2\n", "titles of the template"),
            (b"Name,Start\nAda,2019-01-01\n", "Last Day"),
            (b"Name,Name,Start,End\n", "two columns"),
            (b'Name,Start,End\n"' + b"x\n" * 99_999, "quotation mark"),
        ):
            with self.subTest(words):
                record = self.imports.create(
                    {"file": base64.b64encode(content), "file_name": "x.csv"}
                )
                record.action_check()
                self.assertEqual(record.state, "failed")
                self.assertIn(words, record.error)
        record.file = self._file(self._many(1))
        self.assertEqual(record.state, "draft")
        record.action_check()
        self.assertEqual((record.state, record.error), ("checked", False))

    def test_wrong_encoding_is_told_and_can_be_chosen(self):
        rows = [self._row("José Müller")]
        content = self._file(rows, "cp1252")
        record = self.imports.create({"file": content, "encoding": "utf-8"})
        record.action_check()
        self.assertIn("cannot be read as utf-8", record.error)
        record.encoding = "detect"
        record.action_check()
        record.action_import()
        self.assertEqual(self._find("P1").display_name, "José Müller")

    def test_every_encoding(self):
        for number, encoding in enumerate(("utf-8-sig", "utf-16", "gb18030")):
            with self.subTest(encoding):
                rows = [self._row("王小明", f"W{number}", city="北京")]
                record = self.imports.create({"file": self._file(rows, encoding)})
                record.action_check()
                record.action_import()
                self.assertEqual(self._find(f"W{number}").city, "北京")

    def test_date_format_is_chosen_for_the_file(self):
        rows = [self._row(date_start="03/04/2011", date_end="05/06/2012")]
        for date_format, number, day in (("dmy", "D", 3), ("mdy", "M", 4)):
            rows[0]["employee_number"] = number
            record = self._new_import(rows, date_format=date_format)
            record.action_check()
            record.action_import()
            self.assertEqual(self._find(number).imported_period_ids.date_start.day, day)

    def test_workbook_and_columns_that_are_not_read(self):
        content = workbook(
            ["Name", "Employee Number", "First Day", "Last Day", "Shoe Size"],
            ["Pia Past", 7, "2012-01-01", "2015-06-30", 42],
            ["=A1", 8, "2012-01-01", "2015-06-30", 43],
        )
        record = self.imports.create({"file": base64.b64encode(content)})
        record.action_check()
        self.assertEqual(record.ignored_columns, "Shoe Size")
        self.assertEqual((record.created_count, record.refused_count), (1, 1))
        self.assertIn("formula", record.line_ids.message)
        record.action_import()
        self.assertTrue(self._find("7"))

    def test_bad_bytes_are_refused_and_can_be_shown(self):
        rows = [
            self._row("N" * 300, "B1"),
            self._row("Nul\x00Name", "B2"),
            self._row("Bcc Name", "B3", private_email="a@b.c\r\nBcc: x@y.z"),
            self._row("Mei\r\nTanaka", "B4"),
        ]
        record = self._new_import(rows)
        record.action_check()
        self.assertEqual((record.created_count, record.refused_count), (1, 3))
        record.action_import()
        self.assertEqual(self._find("B4").display_name, "Mei Tanaka")
        self.assertTrue(record.line_ids.read())

    def test_given_fields_only(self):
        record = self._new_import(self._many(1))
        for values in ({"state": "done"}, {"row_done": 7}, {"error": "x"}):
            with self.subTest(values), self.assertRaises(UserError):
                record.write(values)
        with self.assertRaises(UserError):
            self.imports.create({"file_name": "x", "created_count": 7})
        record.action_check()
        record.action_import()
        with self.assertRaisesRegex(UserError, "under way or over"):
            record.file = self._file(self._many(2))
        with self.assertRaisesRegex(UserError, "Choose a file first"):
            self.imports.create({"file_name": "x"}).action_check()

    def test_import_needs_the_check(self):
        record = self._new_import(self._many(1))
        with self.assertRaisesRegex(UserError, "cannot become"):
            record.action_import()

    def test_running_import_is_not_deleted(self):
        self._make_large()
        record = self._new_import(self._many(1))
        record.action_check()
        with self.assertRaisesRegex(UserError, "Pause it"):
            record.unlink()
        self._run_job()
        record.unlink()

    def test_buttons_open_the_people(self):
        record = self._new_import([*self._many(2), self._row("No Mail", "N1")])
        record.action_check()
        record.action_import()
        for action, count in (
            (record.action_view_alumni(), 3),
            (record.action_view_invitable(), 2),
        ):
            found = self.alumni_model.search(Domain(action["domain"]))
            self.assertEqual(len(found), count)
        found.with_user(self.user_alumni).action_invite()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_else_imports_or_reads(self):
        record = self._new_import([self._row("", "Z1")])
        record.action_check()
        file = self._get_files(record)
        self.assertTrue(file)
        for user in (
            self.user_officer,
            self.user_keeper,
            self.user_sales,
            self.user_marketing,
            self.user_colleague,
            self.user_alumni_other,
        ):
            for one in (record, record.line_ids):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    one.with_user(user).read(["display_name"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                record.with_user(user).action_import()
            with self.subTest(user.login), self.assertRaises(AccessError):
                file.with_user(user).read(["datas"])

    def test_deleted_with_file_and_rows_after_some_days(self):
        record = self._new_import([self._row("", "Z1")])
        record.action_check()
        self.env.flush_all()
        created = record.create_date.date()
        self.assertEqual((record.sudo().retention_date - created).days, 30)
        files = self._get_files(record)
        self.assertTrue(files)
        line = record.line_ids
        record.sudo()._privacy_erase("retention")
        self.assertFalse(record.exists() or line.exists() or files.exists())

    def test_imports_stay_out_of_an_erasure_of_exit_data(self):
        domain = self.env["hr.alumni.import"]._get_privacy_domain(self.employee_leaver)
        self.assertFalse(self.env["hr.alumni.import"].search(domain))


@tagged("post_install", "-at_install")
class TestImportFiles(HttpCase, HistoryCase):
    def _open(self, content):
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def test_template_is_for_those_who_import(self):
        for user, status in (
            (self.user_alumni, 200),
            (self.user_admin_hr, 200),
            (self.user_officer, 404),
            (self.user_colleague, 404),
        ):
            with self.subTest(user.login):
                self.authenticate(user.login, user.login)
                response = self.url_open("/hr_alumni/import/template")
                self.assertEqual(response.status_code, status)
        self.authenticate("alumni_office", "alumni_office")
        sheet = self._open(self.url_open("/hr_alumni/import/template").content)
        titles = [cell.value for cell in sheet[1]]
        self.assertEqual(titles[:2], ["Name", "Employee Number"])

    def test_refused_rows_with_the_reason_of_each_cell(self):
        record = self._new_import(
            [
                self._row("=HYPERLINK(1)", "Z1", date_start="x", city="@SUM(1)"),
                self._row("Pia Past", "P1"),
            ]
        )
        record.action_check()
        url = record.action_download_refused()["url"]
        for user in (self.user_officer, self.user_sales, self.user_alumni_other):
            with self.subTest(user.login):
                self.authenticate(user.login, user.login)
                self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate("alumni_office", "alumni_office")
        content = self.url_open(url).content
        sheet = self._open(content)
        self.assertEqual(sheet.max_row, 2)
        name = sheet["A2"]
        self.assertEqual((name.value, name.data_type), ("=HYPERLINK(1)", "s"))
        self.assertIn("formula", name.comment.text)
        cells = {title.value: sheet.cell(2, title.column) for title in sheet[1]}
        self.assertEqual(cells["Row"].value, "2")
        self.assertIn("First Day: This is no date", cells["What to Do"].value)
        self.assertEqual([c.data_type for c in sheet[2] if c.value], ["s"] * 7)
        # Corrected, it can be imported as it is.
        for title, text in (
            ("Name", "Zoe Zed"),
            ("First Day", "2012-01-01"),
            ("City", "Lyon"),
        ):
            cells[title].value = text
        output = io.BytesIO()
        sheet.parent.save(output)
        again = self.imports.create({"file": base64.b64encode(output.getvalue())})
        again.action_check()
        self.assertEqual(
            self._get_counts(again), {"created_count": 1, "stint_count": 1}
        )
        self.assertFalse(again.ignored_columns)
