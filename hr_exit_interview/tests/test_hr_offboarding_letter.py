from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase

LETTERS = "odoo.addons.hr_exit_interview.models.hr_offboarding_letter"
SECRET = "Quarrel-4711"
KINDS = ("acknowledgement", "certificate", "relieving", "no_dues", "reference")


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingLetter(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.city = "Antwerp"
        cls.case = cls._new_offboarding(stated_reason=SECRET)
        cls.case.action_confirm()

    def _prepare(self, kind="certificate", case=None):
        case = case or self.case
        case.with_context(letter_kind=kind).action_prepare_letter()
        return case.letter_ids.filtered(
            lambda letter: letter.kind == kind and letter.state == "draft"
        )

    def _set_engine(self, state="ok", result=None):
        """Have a PDF engine in this state, which gives this or raises it."""
        report = type(self.env["ir.actions.report"])
        for name, how in {
            "get_wkhtmltopdf_state": {"return_value": state},
            "_render_qweb_pdf": {"side_effect": [result]},
        }.items():
            patcher = patch.object(report, name, **how)
            self.addCleanup(patcher.stop)
            patcher.start()

    def _clear(self, case):
        case.task_ids.filtered("requires_proof").note = "Signed on paper."
        case.task_ids.filtered(lambda task: task.state == "todo").action_done()

    # Preparing

    def test_certificate_has_all_stints_with_their_jobs(self):
        self.case.action_cancel()
        self.employee_leaver.version_id.sudo().contract_date_end = "2023-06-30"
        self.employee_leaver._close_employment_periods(date_end=date(2023, 6, 30))
        self.employee_leaver.sudo().create_contract("2024-02-01")
        self.employee_leaver._open_employment_periods("2024-02-01")
        self.employee_leaver.job_title = "Lead Chemist"
        case = self._new_offboarding()
        case.action_confirm()
        letter = self._prepare(case=case)
        for words in (
            "Lea Ver",
            "Northwind",
            case.employee_number,
            "May 1, 2021",
            "June 30, 2023",
            "Chemist",
            "February 1, 2024",
            "March 16, 2026",
            "Lead Chemist",
            "Research",
        ):
            self.assertIn(words, letter.body)
        self.assertEqual(letter.body.count("<tr>"), 3)
        self.assertNotIn("<p><table", letter.body)

    def test_certificate_after_the_departure_follows_the_ledger(self):
        self.case.departure_date = TODAY
        self.case.action_depart()
        self.employee_leaver.job_id.name = "Renamed Since"
        letter = self._prepare()
        self.assertTrue(self.case.period_id)
        self.assertIn("May 1, 2021", letter.body)
        self.assertIn("Chemist", letter.body)
        self.assertNotIn("Renamed Since", letter.body)

    def test_a_stint_that_came_later_is_not_in_the_letter(self):
        self.case.action_depart()
        self.employee_leaver.action_unarchive()
        self.assertTrue(
            self.employee_leaver.employment_period_ids.filtered("is_running")
        )
        self.assertEqual(self._prepare().body.count("<tr>"), 2)

    def test_no_letter_tells_a_reason(self):
        self.case.reason_id.name = "Resigned-9988"
        for kind in KINDS:
            if kind == "no_dues":
                self._clear(self.case)
            letter = self._prepare(kind)
            page = letter._render_paper()[0].decode()
            for secret in (SECRET, "Resigned-9988", "resignation"):
                with self.subTest(kind=kind, secret=secret):
                    self.assertNotIn(secret, page)

    def test_letter_is_written_in_the_language_of_the_leaver(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.employee_leaver.lang = "fr_FR"
        text = self.env.ref("hr_exit_interview.hr_offboarding_letter_text_certificate")
        text.with_context(lang="fr_FR").name = "Certificat de travail"
        letter = self._prepare()
        self.assertEqual(letter.name, "Certificat de travail")
        self.assertEqual(letter.lang, "fr_FR")
        self.assertIn("1 mai 2021", letter.body)
        page = letter._render_paper()[0].decode()
        self.assertIn("Antwerp, 16 mars 2026", page)
        self.assertIn('<html lang="fr-FR">', page)

    def test_preparing_twice_opens_the_same_draft(self):
        letter = self._prepare()
        letter.body = "<p>Changed</p>"
        action = self.case.with_context(
            letter_kind="certificate"
        ).action_prepare_letter()
        self.assertEqual(action["res_id"], letter.id)
        self.assertEqual(self._prepare(), letter)
        letter.action_issue()
        self.assertNotEqual(self._prepare(), letter)

    def test_unknown_kind_of_letter_is_refused(self):
        for kind in (None, "love"):
            with self.assertRaisesRegex(UserError, "page Letters"):
                self.case.with_context(letter_kind=kind).action_prepare_letter()

    def test_letters_wait_for_the_confirmation(self):
        case = self._new_offboarding(self.employee_manager)
        with self.assertRaisesRegex(UserError, "confirmed"):
            self._prepare(case=case)
        case.action_confirm()
        self.assertTrue(self._prepare(case=case))
        case.action_retain()
        with self.assertRaisesRegex(UserError, "takes place"):
            self._prepare("reference", case)

    def test_there_is_no_notice_to_acknowledge_where_the_company_ended_it(self):
        self.assertTrue(self._prepare("acknowledgement"))
        case = self._new_offboarding(
            self.employee_manager, reason_id=self.reason_fired.id
        )
        case.action_confirm()
        with self.assertRaisesRegex(UserError, "not given notice"):
            self._prepare("acknowledgement", case)
        self.assertTrue(self._prepare("certificate", case))

    def test_no_dues_letter_waits_until_nothing_blocks(self):
        blocker = self.case._get_clearance_blockers()[0]
        with self.assertRaises(UserError) as refused:
            self._prepare("no_dues")
        self.assertIn(blocker, str(refused.exception))
        self._clear(self.case)
        letter = self._prepare("no_dues")
        self.case.task_ids.filtered("is_blocking")[0].action_reopen()
        with self.assertRaisesRegex(UserError, "Settle these first"):
            letter.action_issue()
        self.assertEqual(letter.state, "draft")

    def test_placeholders_in_a_name_are_no_placeholders(self):
        self.employee_leaver.name = "Lea {notice_date} <script>alert(1)</script>"
        body = self._prepare().body
        self.assertIn("Lea {notice_date} &lt;script&gt;", body)
        self.assertNotIn("<script", body)

    # Texts

    def test_own_text_of_the_company_goes_first(self):
        text = self.env["hr.offboarding.letter.text"].create(
            {
                "name": "Attestation",
                "kind": "certificate",
                "company_id": self.company.id,
                "body": '<p onclick="evil()">Of {employee_name}</p><script>1</script>',
            }
        )
        self.assertNotIn("evil", text.body)
        self.assertNotIn("script", text.body)
        letter = self._prepare()
        self.assertEqual(letter.name, "Attestation")
        self.assertIn("Of Lea Ver", letter.body)
        text.company_id = self.company_other
        letter.unlink()
        self.assertEqual(self._prepare().name, "Certificate of Service")

    def test_without_a_text_the_writer_is_told_where_to_write_one(self):
        self.env["hr.offboarding.letter.text"].search(
            [("kind", "=", "certificate")]
        ).active = False
        with self.assertRaisesRegex(UserError, "Letter Texts"):
            self._prepare()

    def test_text_with_an_unknown_placeholder_is_refused(self):
        text = self.env.ref("hr_exit_interview.hr_offboarding_letter_text_certificate")
        with self.assertRaisesRegex(ValidationError, "{wage}.*{employee_name}"):
            text.body = "<p>{employee_name} earned {wage}</p>"

    # Issuing

    def test_issued_letter_is_attached_as_pdf_and_does_not_change(self):
        self._set_engine(result=(b"%PDF-1.4 letter", "pdf"))
        letter = self._prepare()
        self.assertIs(letter.action_issue(), True)
        paper = letter.attachment_id
        self.assertEqual(letter.state, "issued")
        self.assertEqual(letter.issued_user_id, self.user_officer)
        self.assertEqual(paper.raw, b"%PDF-1.4 letter")
        self.assertEqual(paper.mimetype, "application/pdf")
        self.assertEqual(
            paper.name,
            f"{self.case.name.replace('/', '-')} Certificate of Service.pdf",
        )
        self.assertIn(paper, self.case.document_ids)
        self.assertFalse(self.case._get_page_documents())
        letter.is_shared_with_leaver = True
        self.assertEqual(self.case._get_page_documents(), paper)
        for values in ({"body": "x"}, {"name": "x"}, {"date": "2026-01-01"}):
            with self.assertRaisesRegex(UserError, "does not change"):
                letter.write(values)
        with self.assertRaisesRegex(UserError, "kept"):
            letter.unlink()
        with self.assertRaisesRegex(UserError, "cannot become"):
            letter.action_issue()
        with self.assertRaisesRegex(UserError, "buttons"):
            letter.state = "draft"

    def test_missing_engine_attaches_a_page_and_says_so(self):
        for state in ("install", "broken", "workers"):
            with self.subTest(state):
                self._set_engine(state)
                self._check_page(self._prepare())

    @mute_logger(LETTERS)
    def test_failing_engine_attaches_a_page_and_says_so(self):
        self._set_engine(result=UserError("Wkhtmltopdf failed (error code: -11)."))
        self._check_page(self._prepare())

    def _check_page(self, letter):
        notification = letter.action_issue()
        self.assertIn("wkhtmltopdf", notification["params"]["message"])
        self.assertEqual(letter.state, "issued")
        paper = letter.attachment_id
        self.assertEqual(paper.mimetype, "text/html")
        self.assertTrue(paper.name.endswith("Certificate of Service.html"))
        page = paper.raw.decode()
        self.assertIn("Lea Ver", page)
        self.assertIn("Antwerp, March 16, 2026", page)
        # It opens on any computer: nothing is fetched.
        self.assertNotRegex(page, r"""(src|href)=["'](?!data:)""")

    def test_letter_with_gaps_is_not_issued(self):
        reference = self._prepare("reference")
        certificate = self._prepare()
        with self.assertRaisesRegex(UserError, r"square brackets.*\[Describe"):
            (certificate + reference).action_issue()
        self.assertEqual(certificate.state, "draft")
        self.assertFalse(self.case.document_ids)
        reference.body = "<p>Always on time.</p>"
        (certificate + reference).action_issue()
        self.assertEqual(len(self.case.document_ids), 2)

    def test_unknown_fact_is_a_gap(self):
        employee = self._new_employee("No Job", private_email="x@example.com")
        case = self._new_offboarding(employee)
        case.action_confirm()
        letter = self._prepare("reference", case)
        self.assertIn("[job position]", letter.body)
        self.assertIn("[department]", letter.body)

    def test_deleted_paper_is_told(self):
        letter = self._prepare()
        letter.action_issue()
        self.assertIn(str(letter.attachment_id.id), letter.action_download()["url"])
        letter.attachment_id.unlink()
        with self.assertRaisesRegex(UserError, "Print the letter"):
            letter.action_download()

    def test_departure_with_an_issued_letter_is_kept(self):
        self._prepare().action_issue()
        self.case.action_cancel()
        case = self.case.with_user(self.user_admin_hr)
        with self.assertRaisesRegex(UserError, "kept for the record"):
            case.unlink()

    def test_draft_goes_with_a_cancelled_departure(self):
        letter = self._prepare()
        self.case.action_cancel()
        self.case.with_user(self.user_admin_hr).unlink()
        self.assertFalse(letter.exists())

    def test_address_stands_on_letters_to_the_leaver_only(self):
        self.employee_leaver.write(
            {"private_street": "Canal Street 5", "private_city": "Ghent"}
        )
        letter = self._prepare("acknowledgement")
        self.assertIn("Canal Street 5", letter._get_recipient_lines())
        self.assertEqual(self._prepare()._get_recipient_lines(), [])

    # Printing

    def _print(self, kind, cases, user=None):
        report = self.env["ir.actions.report"].with_user(user or self.user_officer)
        html, _type = report._render_qweb_html(
            f"hr_exit_interview.hr_offboarding_report_{kind}", cases.ids
        )
        return html.decode()

    def test_print_menu_prints_several_departures_without_keeping_anything(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        html = self._print("certificate", other + self.case)
        self.assertLess(html.index("Milo Line"), html.index("Lea Ver"))
        self.assertIn("header o_company_", html)
        self.assertFalse((other + self.case).letter_ids)
        self._clear(self.case)
        for kind in set(KINDS) - {"certificate"}:
            with self.subTest(kind):
                self.assertIn("Lea Ver", self._print(kind, self.case))
        for kind in KINDS:
            report = self.env.ref(f"hr_exit_interview.hr_offboarding_report_{kind}")
            self.assertEqual(report.binding_model_id.model, "hr.offboarding")
            self.assertEqual(report.group_ids, self.env.ref("hr.group_hr_user"))

    def test_print_menu_prints_the_letter_as_it_was_changed(self):
        self._prepare().body = "<p>Changed by hand.</p>"
        self.assertIn("Changed by hand.", self._print("certificate", self.case))

    def test_print_menu_refuses_what_would_not_be_true(self):
        with self.assertRaisesRegex(UserError, "Settle these first"):
            self._print("no_dues", self.case)

    def test_whoever_may_read_the_departure_may_not_print_its_letters(self):
        for user in (self.user_leaver, self.user_manager):
            self.case.with_user(user).check_access("read")
            with self.assertRaises(AccessError):
                self._print("certificate", self.case, user)
            with self.assertRaises(AccessError):
                self.case.with_user(user).with_context(
                    letter_kind="certificate"
                ).action_prepare_letter()

    def test_many_letters_cost_few_queries(self):
        employees = self.env["hr.employee"].union(
            *(self._new_employee(f"Person {number}") for number in range(10))
        )
        cases = self.case.union(*map(self._new_offboarding, employees))
        (cases - self.case).action_confirm()
        counts = []
        for batch in (cases[:1], cases[1:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch._prepare_letters("certificate")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
