from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.hr_exit_interview.tests.retention_common import find_text

from .common_history import HistoryCase

MARKER = "quokka-9917"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniHistory(HistoryCase):
    def _codes(self, outcomes):
        return [one.refusal and one.refusal.code for one in outcomes]

    def test_person_without_employee_record(self):
        employees = self.env["hr.employee"].with_context(active_test=False)
        before = employees.search_count([])
        [outcome] = self._write_rows(
            self._row(
                private_email="Pia@Example.com",
                private_phone="+1 555 010 9999",
                department="research",
                job="Chemist",
                reason="Resigned",
                employer="Kilns Ltd",
                job_title="Head of Kilns",
                city="Lyon",
                country="FR",
                background="Contractor",
            )
        )
        self.assertTrue(outcome.is_new)
        pia = self._find("P1")
        self.assertEqual(pia.state, "candidate")
        self.assertEqual(pia.partner_id.name, "Pia Past")
        self.assertFalse(pia.partner_id.email)
        self.assertFalse(pia.partner_id.phone)
        self.assertEqual(pia.email_normalized, "pia@example.com")
        self.assertEqual((pia.city, pia.country_id.code), ("Lyon", "FR"))
        self.assertEqual(pia.background, "contractor")
        self.assertEqual(pia.employer_name, "Kilns Ltd")
        self.assertEqual(pia.career_ids.source, "import")
        self.assertEqual(pia.left_date, date(2015, 6, 30))
        self.assertEqual(pia.last_job_title, "Chemist")
        self.assertEqual(pia.stint_count, 1)
        period = pia.employment_period_ids
        self.assertEqual(period.department_id, self.department)
        self.assertEqual(period.job_id, self.job)
        self.assertEqual(period.employee_number, "P1")
        self.assertEqual(period.reason_id, self.reason_resigned)
        self.assertFalse(period.employee_id)
        self.assertEqual(employees.search_count([]), before)

    def test_several_stints_of_one_person_in_any_order(self):
        self._write_rows(
            self._row(date_start="2018-01-01", date_end="2019-01-01", job="Second"),
            self._row(job="First"),
        )
        self._write_rows(
            self._row(date_start="2021-01-01", date_end="2022-01-01", job="Third")
        )
        pia = self._find("P1")
        self.assertEqual(len(pia), 1)
        stints = pia.employment_period_ids.sorted("date_start")
        self.assertEqual(stints.mapped("job_title"), ["First", "Second", "Third"])
        self.assertEqual(stints.mapped("stint"), [1, 2, 3])
        self.assertEqual(pia.last_job_title, "Third")

    def test_what_is_given_to_new_people_is_what_would_be_computed(self):
        self._write_rows(
            *self._many(3),
            self._row(private_email="pia@example.com", employer="Kilns"),
            self._row(date_start="2016-01-01", date_end="2017-01-01", job="Second"),
        )
        people = self.alumni_model.search(
            [("employee_number", "in", ["X0", "X2", "P1"])]
        )
        names = [
            name
            for name, field in people._fields.items()
            if field.compute and field.store
        ]
        given = people.read(names)
        self.assertIn("left_date", names)
        for name in names:
            self.env.add_to_compute(people._fields[name], people)
        people._recompute_recordset()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(people.read(names), given)
        self.assertEqual(people.imported_period_ids.mapped("stint").count(2), 1)

    def test_same_rows_again_change_nothing(self):
        rows = [
            self._row(private_email="pia@example.com", employer="Kilns"),
            self._row("Nola None", "", private_email="nola@example.com"),
        ]
        self._write_rows(*rows)
        models = ("hr.alumni", "res.partner", "hr.employment.period")
        career = "hr.alumni.career"
        before = {model: self.env[model].search([]).ids for model in (*models, career)}
        written = self._find("P1").write_date
        outcomes = self._write_rows(*rows)
        self.assertFalse([one for one in outcomes if one.changes])
        for model, ids in before.items():
            self.assertEqual(self.env[model].search([]).ids, ids)
        self.assertEqual(self._find("P1").write_date, written)

    def test_former_employee_is_matched_by_the_number(self):
        number = self.employee_leaver.employee_number
        self.employee_leaver.action_archive()
        known = self.employee_leaver.employment_period_ids
        [outcome] = self._write_rows(self._row("Lea Ver", number))
        self.assertTrue(outcome.is_new)
        lea = self._get_alumni(self.employee_leaver)
        self.assertEqual(lea.employee_number, number)
        self.assertEqual(lea.private_email, "lea.ver@example.com")
        new = lea.employment_period_ids - known
        self.assertEqual(new.employee_id, self.employee_leaver)
        self.assertEqual((new.stint, known.stint), (1, 2))

    def test_former_employee_is_matched_by_address_and_name(self):
        self.employee_leaver.action_archive()
        self._write_rows(self._row("VER, Lea", "", private_email="LEA.ver@example.com"))
        self.assertTrue(self._get_alumni(self.employee_leaver))

    def test_stints_of_a_deleted_employee_are_found_in_the_ledger(self):
        number = self.employee_leaver.employee_number
        self.employee_leaver.action_archive()
        period = self.employee_leaver.employment_period_ids
        start, end = period.date_start, period.date_end
        self.employee_leaver.unlink()
        self._write_rows(
            self._row("Lea Ver", number, date_start=str(start), date_end=str(end))
        )
        self.assertEqual(self._find(number).employment_period_ids, period)

    def test_what_is_known_is_kept(self):
        self.alumni_candidate.employee_number = "C1"
        outcomes = self._write_rows(
            self._row(
                "Cai Candidate",
                "C1",
                private_email="other@example.com",
                private_phone="+1 555 010 8888",
            )
        )
        cai = self.alumni_candidate
        self.assertEqual(cai.private_email, "cai.candidate@example.com")
        self.assertEqual(cai.private_phone, "+1 555 010 8888")
        self.assertEqual(outcomes[0].notes, (("private_email", "kept"),))
        self.assertFalse(cai.import_id)

    def test_two_people_on_one_address_are_flagged_and_stay_two(self):
        outcomes = self._write_rows(
            self._row("Ann Mori", "M1", private_email="home@example.com"),
            self._row("Ben Mori", "M2", private_email="home@example.com"),
        )
        self.assertEqual(outcomes[1].notes, (("private_email", "shared"),))
        pair = self._find("M1") + self._find("M2")
        self.assertEqual(len(pair), 2)
        self.assertEqual(pair.mapped("has_shared_email"), [True, True])

    def test_refused(self):
        self.alumni_active.employee_number = "A1"
        self.alumni_candidate.employee_number = "C1"
        self.alumni_candidate.action_leave()
        number = self.employee_manager.employee_number
        death = self.env["hr.departure.reason"].search(
            [("kind", "=", "death"), ("child_ids", "=", False)], limit=1
        )
        internal = self.user_colleague.partner_id.email_normalized
        outcomes = self._write_rows(
            self._row("Somebody Else", "A1"),
            self._row("Cai Candidate", "C1"),
            self._row("Milo Line", number),
            self._row("Dan Gone", "D1", reason=death.name),
            self._row("Ina Side", "I1", private_email=internal),
            self._row("Otto Own", "O1", employer="NORTHWIND"),
        )
        self.assertEqual(
            self._codes(outcomes),
            [
                "other_name",
                "silent",
                "present",
                "not_proposed",
                "internal_email",
                "own_company",
            ],
        )
        for code in ("D1", "I1", "O1"):
            self.assertFalse(self._find(code))

    def test_companies_are_apart(self):
        other = self._new_alumni(
            "Pia Past", company=self.company_other, employee_number="P1"
        )
        self._write_rows(self._row(private_email=other.private_email))
        self.assertEqual(len(self._find("P1")), 1)
        self.assertFalse(other.employment_period_ids)

    def test_erased_people_do_not_come_back(self):
        rows = [
            self._row(private_email="pia@example.com"),
            self._row("Nola None", "", private_email="nola@example.com"),
            self._row("Una Number", "U1"),
        ]
        self._write_rows(*rows)
        people = self._find("P1") + self._find("U1")
        people += self.alumni_model.search(
            [("email_normalized", "=", "nola@example.com")]
        )
        self.assertEqual(len(people), 3)
        people._privacy_erase("request", "withdrawn")
        rows[0]["private_email"] = "new.address@example.com"  # The number tells.
        outcomes = self._write_rows(*rows)
        self.assertEqual(self._codes(outcomes), ["erased"] * 3)

    def test_people_who_did_not_answer_do_not_come_back(self):
        self._write_rows(self._row())
        self._find("P1")._do_erase_unanswered()
        self.assertFalse(self._find("P1"))
        self.assertEqual(self._codes(self._write_rows(self._row())), ["erased"])

    def test_erasure_leaves_no_name_in_ledger_and_rows(self):
        record = self._new_import(
            [
                self._row(
                    f"Quo {MARKER}", MARKER, private_email=f"{MARKER}@example.com"
                ),
                self._row(f"Quo {MARKER}", MARKER, date_start="2012-05-05"),
                self._row("Somebody", ""),
            ]
        )
        record.action_check()
        record.action_import()
        self.assertEqual(record.refused_count, 2)
        quo = self._find(MARKER)
        period = quo.imported_period_ids
        self.env.flush_all()
        self.assertIn("hr_alumni_import_line", find_text(self.env, MARKER))
        quo._privacy_erase("request", "withdrawn")
        period.invalidate_recordset()
        self.assertEqual(period.employee_name, "-")
        self.assertFalse(period.alumni_id)
        self.assertEqual(record.line_ids.mapped("name"), ["Somebody"])
        self.env.cr.execute(
            "SELECT count(*) FROM hr_alumni_import_line l WHERE l::text ILIKE %s",
            [f"%{MARKER}%"],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        # The number stays in the ledger, so that nobody else ever gets it.
        found = find_text(self.env, MARKER).keys()
        allowed = {"hr_employment_period", "res_partner", "mail_message"}
        self.assertLessEqual(found, allowed)

    def test_nobody_is_contacted_until_somebody_invites(self):
        mails = self.env["mail.mail"].search_count([])
        messages = self.env["mail.message"].search_count(
            [("message_type", "!=", "notification")]
        )
        nudges = self.env["hr.alumni.nudge"].search_count([])
        customer = self.env["res.partner"].create(
            {"name": "Kilns", "is_company": True, "company_id": self.company.id}
        )
        self._write_rows(
            self._row(private_email="pia@example.com", employer="kilns"),
            self._row("Nola None", "N1"),
        )
        pia, nola = self._find("P1"), self._find("N1")
        self.assertEqual(pia.employer_id, customer)
        self.assertEqual((pia + nola).mapped("state"), ["candidate"] * 2)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertEqual(self.env["hr.alumni.nudge"].search_count([]), nudges)
        self.assertEqual(
            self.env["mail.message"].search_count(
                [("message_type", "!=", "notification")]
            ),
            messages,
        )
        self.assertFalse((pia + nola).message_follower_ids)
        self.assertIn("no private e-mail", nola.invitation_obstacle)
        pia.with_user(self.user_alumni).action_invite()
        self.assertEqual(
            (pia.state, pia.invitation_user_id), ("invited", self.user_alumni)
        )
        sent = self.env["mail.mail"].search([("email_to", "ilike", "pia@example.com")])
        self.assertEqual(len(sent), 1)

    def test_queries_do_not_grow_with_the_rows(self):
        self._write_rows(*self._many(10))  # Warm.
        counts = []
        for first, count in ((100, 20), (200, 200)):
            rows = self._clean(self._many(count, first))
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.alumni_model._import_history(rows, self.company)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        # Rows are inserted by the hundred, so 200 take a few queries more than 20.
        self.assertLessEqual(counts[1], counts[0] + 6)

    def test_queries_of_known_people_do_not_grow_with_the_rows(self):
        rows = self._many(220)
        for row in rows:
            row.pop("private_phone")
        self._write_rows(*rows)
        counts = []
        for first, count in ((0, 20), (20, 200)):
            again = self._many(count, first)
            for row in again:
                row.update(date_start="2017-01-01", date_end="2018-01-01")
            clean = self._clean(again)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            outcomes = self.alumni_model._import_history(clean, self.company)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(one.filled and one.has_stint for one in outcomes))
        self.assertLessEqual(counts[1], counts[0] + 4)

    # The platform's own import screen

    def _load(self, rows, user=None, **context):
        names = [
            "person_name",
            "employee_number",
            "stint_start",
            "stint_end",
            "country_id",
        ]
        model = self.alumni_model.with_user(user or self.user_alumni)
        return model.with_context(**context).load(names, rows)

    def test_template_is_offered(self):
        [template] = self.alumni_model.with_user(
            self.user_alumni
        ).get_import_templates()
        self.assertEqual(template["template"], "/hr_alumni/import/template")

    def test_titles_of_the_template_are_fields_of_the_screen(self):
        tree = self.env["base_import.import"].with_user(self.user_alumni)
        labels = {one["string"] for one in tree.get_fields_tree("hr.alumni")}
        titles = self.alumni_model._get_history_titles()
        self.assertLessEqual(set(titles.values()), labels)

    def test_load_imports_rows(self):
        result = self._load([["Pia Past", "P1", "2012-01-01", "2015-06-30", "France"]])
        self.assertEqual(result["messages"], [])
        self.assertEqual(result["ids"], self._find("P1").ids)
        self.assertEqual(self._find("P1").country_id.code, "FR")

    def test_load_tells_the_cell_and_writes_nothing(self):
        result = self._load(
            [
                ["Pia Past", "P1", "2012-01-01", "2015-06-30", ""],
                ["Quin Queue", "P2", "2012-01-01", "2011-01-01", "Atlantis"],
            ]
        )
        self.assertFalse(result["ids"])
        self.assertEqual(
            [(one["field"], one["rows"]["from"]) for one in result["messages"]],
            [("country_id", 1)],
        )
        self.assertFalse(self._find("P1"))

    def test_load_in_batches(self):
        rows = [["Pia Past", "P1", "2012-01-01", "2015-06-30", ""]] * 3
        self.assertEqual(self._load(rows, _import_limit=2)["nextrow"], 2)
        self.assertEqual(self._load(rows[:1], _import_limit=2)["nextrow"], 0)

    def test_load_without_names_is_the_platforms(self):
        contact = self.env["res.partner"].create({"name": "Zara Zinc"})
        result = self.alumni_model.load(["partner_id", "city"], [["Zara Zinc", "Lyon"]])
        self.assertEqual(self.alumni_model.browse(result["ids"]).partner_id, contact)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_load_is_for_those_who_import(self):
        row = [["Pia Past", "P1", "2012-01-01", "2015-06-30", ""]]
        for user in (self.user_officer, self.user_keeper, self.user_sales):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._load(row, user)
        self.assertTrue(self._load(row, self.user_admin_hr)["ids"])
