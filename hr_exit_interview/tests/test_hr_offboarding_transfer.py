from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .transfer_common import LAST_DAY, TransferCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingTransfer(TransferCase):
    def test_record_changes_company(self):
        case = self._transfer(
            transfer_department_id=self.department_other.id,
            transfer_job_id=self.job_other.id,
        )
        mover = self.mover
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.is_incomplete)
        self.assertEqual(case.company_id, self.company)
        self.assertTrue(mover.active)
        self.assertEqual(mover.company_id, self.company_other)
        self.assertEqual(mover.resource_id.company_id, self.company_other)
        self.assertEqual(mover.resource_id.calendar_id.company_id, self.company_other)
        self.assertEqual(mover.department_id, self.department_other)
        self.assertEqual((mover.job_id, mover.job_title), (self.job_other, "Engineer"))
        self.assertFalse(mover.parent_id)
        self.assertEqual(mover.employee_number, self.number)
        self.assertEqual(mover.address_id, self.company_other.partner_id)
        self.assertEqual(mover.contract_date_start, TODAY)
        self.assertFalse(mover.contract_date_end)
        self.assertEqual(self.report.parent_id, self.employee_manager)
        self.assertEqual(
            self._get_ledger(),
            [
                (self.company, 1, "2021-05-01", str(LAST_DAY), "transfer"),
                (self.company_other, 2, str(TODAY), "False", False),
            ],
        )
        self.assertEqual(case.period_id.company_id, self.company)
        self.assertEqual(case.period_id.department_name, "Research")

        earlier = mover.version_ids[0]
        self.assertEqual(earlier.company_id, self.company)
        self.assertEqual(earlier.contract_date_end, LAST_DAY)
        self.assertEqual(earlier.department_id, self.department)
        self.assertFalse(earlier.departure_date)

    def test_new_record(self):
        case = self._transfer(
            transfer_way="new",
            transfer_department_id=self.department_other.id,
            transfer_job_id=self.job_other.id,
        )
        record = case.sudo().transfer_employee_id
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.is_incomplete)
        self.assertFalse(self.mover.active)
        self.assertEqual(self.mover.company_id, self.company)
        self.assertEqual(self.mover.departure_date, LAST_DAY)
        self.assertEqual(self.mover.contract_date_end, LAST_DAY)
        self.assertNotEqual(record, self.mover)
        self.assertTrue(record.active)
        self.assertEqual(record.company_id, self.company_other)
        self.assertEqual(record.user_id, self.user_mover)
        self.assertEqual(record.work_contact_id, self.user_mover.partner_id)
        self.assertEqual(record.employee_number, self.number)
        self.assertEqual(record.private_email, "mo.ver@example.com")
        self.assertEqual(record.birthday, date(1990, 5, 17))
        self.assertEqual((record.name, record.wage), ("Mo Ver", 3000))
        self.assertEqual(record.private_street, "1 Long Road")
        self.assertEqual((record.barcode, self.mover.barcode), ("A1B2", False))
        self.assertEqual(record.department_id, self.department_other)
        self.assertEqual(record.job_title, "Engineer")
        self.assertEqual(record.resource_calendar_id.company_id, self.company_other)
        self.assertEqual(record.contract_date_start, TODAY)
        self.assertEqual(record.version_id.date_version, TODAY)
        self.assertEqual(record.version_id.company_id, self.company_other)
        self.assertFalse(record.parent_id)
        self.assertEqual(self.report.parent_id, self.employee_manager)
        self.assertEqual(
            self._get_ledger(),
            [
                (self.company, 1, "2021-05-01", str(LAST_DAY), "transfer"),
                (self.company_other, 2, str(TODAY), "False", False),
            ],
        )
        self.assertEqual(len(self.mover.offboarding_ids), 1)

    def test_login_lives_on(self):
        for way, user in (("same", self.user_mover), ("new", self.user_leaver)):
            with self.subTest(way):
                employee = user.employee_ids
                self.env["res.users.apikeys"].with_user(user)._generate(
                    None, "key", datetime.now() + timedelta(days=30)
                )
                login = user.login
                self.env.flush_all()
                self.env.cr.execute(
                    "SELECT password FROM res_users WHERE id = %s", [user.id]
                )
                password = self.env.cr.fetchall()
                session = user._compute_session_token(f"session {way}")
                if employee == self.employee_leaver:
                    self.case.action_cancel()
                case = self._transfer(employee, transfer_way=way)
                self.assertTrue(user.active)
                self.assertEqual(user.login, login)
                self.assertEqual(user.company_id, self.company_other)
                self.assertEqual(user.company_ids, self.company + self.company_other)
                self.assertTrue(
                    self.env["res.users.apikeys"].search([("user_id", "=", user.id)])
                )
                self.env.cr.execute(
                    "SELECT password FROM res_users WHERE id = %s", [user.id]
                )
                self.assertEqual(self.env.cr.fetchall(), password)
                self.env.registry.clear_cache()
                self.assertEqual(user._compute_session_token(f"session {way}"), session)
                # Neither the scheduled job nor the button closes it afterwards.
                case.sudo().write({"close_access": True, "access_cutoff": "2026-03-01"})
                with self.enter_registry_test_mode():
                    self.env.ref(
                        "hr_exit_interview.ir_cron_cut_access"
                    ).method_direct_trigger()
                with self.assertRaisesRegex(UserError, "keeps the login"):
                    case.action_cut_access()
                self.assertTrue(user.active)
                self.assertFalse(case.access_closed_date)

    def test_there_and_back(self):
        for way in ("same", "new"):
            with self.subTest(way):
                mover = self._new_employee(
                    f"Both {way}", self._new_user(f"back_{way}", "base.group_user")
                )
                number = mover.employee_number
                with freeze_time("2026-03-17"):
                    there = self._transfer(mover, transfer_way=way)
                record = there.sudo().transfer_employee_id
                record.private_phone = "+1 555 010 0111"
                with freeze_time("2026-09-01"):
                    back = self._transfer(
                        record,
                        self.company,
                        transfer_way=way,
                        notice_date="2026-08-01",
                        last_working_date="2026-08-31",
                    )
                self.assertEqual(back.sudo().transfer_employee_id, mover)
                self.assertTrue(mover.active)
                self.assertEqual(mover.company_id, self.company)
                self.assertEqual(mover.employee_number, number)
                self.assertEqual(mover.private_phone, "+1 555 010 0111")
                self.assertEqual(mover.user_id.company_id, self.company)
                self.assertEqual(
                    self._get_ledger(number),
                    [
                        (self.company, 1, "2021-05-01", str(LAST_DAY), "transfer"),
                        (self.company_other, 2, str(TODAY), "2026-08-31", "transfer"),
                        (self.company, 3, "2026-09-01", "False", False),
                    ],
                )
                if way == "new":
                    self.assertFalse(record.active)
                    self.assertFalse(mover.departure_date)
                # Leaving for good afterwards is an exit like any other.
                with freeze_time("2026-12-01"):
                    case = self._new_offboarding(
                        mover,
                        self.user_group_officer,
                        notice_date="2026-11-01",
                        last_working_date="2026-12-01",
                    )
                    case.action_confirm()
                    case.action_depart()
                self.assertEqual(self._get_ledger(number)[-1][1:4:2], (3, "2026-12-01"))
                self.assertFalse(mover.user_id.active)

    def test_way_back_by_the_other_way(self):
        there = self._transfer(transfer_way="new")
        record = there.sudo().transfer_employee_id
        case = self._new_transfer(
            record,
            transfer_company_id=self.company.id,
            notice_date=TODAY,
            last_working_date="2026-06-30",
        )
        with self.assertRaisesRegex(UserError, "former one is taken up again"):
            case.action_confirm()
        case.transfer_way = "new"
        case.action_confirm()
        self.assertEqual(case.state, "in_progress")

    def test_without_login(self):
        for way in ("same", "new"):
            with self.subTest(way):
                employee = self._new_employee(f"Nolo Gin {way}")
                contact = employee.work_contact_id
                self.assertEqual(contact.company_id, self.company)
                case = self._transfer(employee, transfer_way=way)
                record = case.sudo().transfer_employee_id
                self.assertEqual(record.company_id, self.company_other)
                self.assertEqual(record.work_contact_id, contact)
                self.assertEqual(contact.company_id, self.company_other)
                with freeze_time("2026-09-01"):
                    back = self._transfer(
                        record,
                        self.company,
                        transfer_way=way,
                        notice_date="2026-08-01",
                        last_working_date="2026-08-31",
                    )
                self.assertEqual(back.sudo().transfer_employee_id, employee)
                self.assertEqual(
                    [row[1] for row in self._get_ledger(employee.employee_number)],
                    [1, 2, 3],
                )

    def test_without_contract(self):
        for way in ("same", "new"):
            with self.subTest(way):
                employee = self._new_employee(
                    f"No Contract {way}", contract_date_start=False
                )
                employee.version_id.date_version = "2022-01-01"
                case = self._transfer(employee, transfer_way=way)
                record = case.sudo().transfer_employee_id
                self.assertFalse(record.contract_date_start)
                self.assertEqual(
                    [row[2:4] for row in self._get_ledger(employee.employee_number)],
                    [("2022-01-01", str(LAST_DAY)), (str(TODAY), "False")],
                )

    def test_version_that_was_prepared_is_used(self):
        prepared = self.mover.create_version(
            {
                "date_version": TODAY,
                "contract_date_start": "2021-05-01",
                "contract_date_end": False,
            }
        )
        self._transfer(transfer_department_id=self.department_other.id)
        self.assertEqual(self.mover.version_id, prepared)
        self.assertEqual(prepared.contract_date_start, TODAY)
        self.assertEqual(prepared.department_id, self.department_other)
        self.assertEqual(prepared.company_id, self.company_other)

    def test_wage_of_another_currency_is_not_taken_over(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        for way in ("same", "new"):
            employee = self._new_employee(f"Paid {way}")
            self.company_other.currency_id = self.company.currency_id
            case = self._transfer(employee, transfer_way=way)
            self.assertEqual(case.sudo().transfer_employee_id.wage, 3000)
            employee = self._new_employee(f"Paid in another {way}")
            self.company_other.currency_id = euro
            self.assertNotEqual(self.company.currency_id, euro)
            case = self._transfer(employee, transfer_way=way)
            self.assertEqual(case.sudo().transfer_employee_id.wage, 0)

    def test_nobody_says_farewell(self):
        self.company.offboarding_sends_own_page = True
        with self.mock_mail_gateway():
            case = self._transfer()
        self.assertFalse(case.interview_ids)
        self.assertEqual(case.own_page_state, "none")
        written = [a for mail in self._mails for a in mail["email_to"] or []]
        self.assertFalse([a for a in written if "mo.ver" in a])
        self.assertFalse(case._may_contact("own_page"))
        with self.assertRaises(UserError):
            case.action_send_own_page()
        self.assertEqual(
            case.template_id,
            self.env.ref("hr_exit_interview.hr_offboarding_template_transfer"),
        )
        self.assertTrue(case.task_ids.filtered(lambda task: task.state == "todo"))

    def test_tasks_and_work_stay_with_the_person(self):
        customer = self.env["res.partner"].create(
            {"name": "A customer", "user_id": self.user_mover.id}
        )
        activity = self.mover.parent_id.sudo().activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_mover.id
        )
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        case.action_confirm()
        task = self.env["hr.offboarding.task"].create(
            {
                "name": "Tell the customers",
                "offboarding_id": case.id,
                "user_id": self.user_mover.id,
                "date_deadline": TODAY,
            }
        )
        case.action_depart()
        self.assertEqual(task.user_id, self.user_mover)
        self.assertEqual(customer.user_id, self.user_mover)
        self.assertEqual(activity.exists().user_id, self.user_mover)
        self.assertFalse(case.handover_ids)
        task.with_user(self.user_mover).action_done()

    def test_figures_do_not_count_it(self):
        case = self._transfer()
        row = self.env["hr.offboarding.analysis"].search(
            [("offboarding_id", "=", case.id)]
        )
        self.assertEqual((row.kind, row.leaver_count), ("transfer", 0))
        self.assertEqual(row.company_id, self.company)
        self.assertFalse(row.access_on_time)

    def test_reason_that_is_corrected_to_a_transfer(self):
        self.assertEqual(self.interview.state, "planned")
        self.case.reason_id = self.reason_transfer
        self.assertEqual(self.interview.state, "cancelled")
        self.assertFalse(self.case.close_access)
        with self.assertRaisesRegex(UserError, "Choose the company"):
            self.case.action_depart()
        self.case.reason_id = self.reason_resigned
        self.assertTrue(self.case.close_access)
        self.case.action_depart()
        self.assertFalse(self.employee_leaver.active)

    def test_withdrawn(self):
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        case.action_confirm()
        case.action_retain()
        with freeze_time("2026-04-01"):
            self._run_job()
        self.assertEqual(case.state, "retained")
        self.assertEqual(self.mover.company_id, self.company)
        self.assertTrue(self.mover.active)
        self.assertFalse(self._get_ledger())
        self.assertFalse(case.task_ids.filtered(lambda task: task.state == "todo"))

    def test_archived_before_the_transfer(self):
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        case.action_confirm()
        self.mover.action_archive()
        self.assertEqual(case.state, "departed")
        self.assertTrue(case.is_incomplete)
        self.assertIn("archived instead", case.missing_facts)

    def test_old_company_keeps_the_case_and_the_new_one_sees_its_own_stint(self):
        for way in ("same", "new"):
            with self.subTest(way):
                employee = self._new_employee(f"Seen {way}")
                case = self._transfer(employee, transfer_way=way)
                old = case.with_user(self.user_officer).with_context(
                    allowed_company_ids=self.company.ids
                )
                with Form(old) as form:
                    form.stated_reason = "As agreed."
                old.task_ids.filtered(lambda task: task.state == "todo")._do_waive("No")
                old.action_close()
                self.assertEqual(old.state, "done")
                Period = self.env["hr.employment.period"]
                domain = [("employee_number", "=", employee.employee_number)]
                for user, company in (
                    (self.user_officer, self.company),
                    (self.user_officer_other, self.company_other),
                ):
                    seen = (
                        Period.with_user(user)
                        .with_context(allowed_company_ids=company.ids)
                        .search(domain)
                    )
                    self.assertEqual(seen.company_id, company)
                    self.assertEqual(len(seen), 1)
                record = case.sudo().transfer_employee_id
                there = record.with_user(self.user_officer_other).with_context(
                    allowed_company_ids=self.company_other.ids
                )
                with Form(there) as form:
                    form.private_phone = "+1 555 010 0112"
                self.assertEqual(record.private_phone, "+1 555 010 0112")
                with (
                    mute_logger("odoo.addons.base.models.ir_rule"),
                    self.assertRaises(AccessError),
                ):
                    case.with_user(self.user_officer_other).with_context(
                        allowed_company_ids=self.company_other.ids
                    ).read(["transfer_company_id"])
        self.env.invalidate_all()
        as_mover = case.with_user(self.user_leaver).with_context(
            allowed_company_ids=self.company.ids
        )
        self.assertNotIn("transfer_company_id", as_mover.fields_get())
