from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrOffboarding(AlumniCase, MailCase):
    """What a departure makes of somebody."""

    def test_departure_makes_a_candidate_with_an_own_contact(self):
        employee = self.employee_leaver
        employee.private_phone = "+1 555 010 0145"
        self._depart()
        alumni = self._get_alumni(employee)
        self.assertEqual(alumni.state, "candidate")
        self.assertEqual(alumni.employee_number, employee.employee_number)
        self.assertEqual(alumni.private_email, "lea.ver@example.com")
        self.assertEqual(alumni.private_phone, "+1 555 010 0145")
        self.assertEqual((alumni.left_date, alumni.last_job_title), (TODAY, "Chemist"))
        self.assertEqual(alumni.employment_period_ids, employee.employment_period_ids)
        self.assertNotEqual(alumni.partner_id, employee.work_contact_id)
        self.assertEqual(alumni.partner_id.name, "Lea Ver")
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(alumni.partner_id.phone)
        self.assertFalse(alumni.consent_ids)

    def test_reason_decides(self):
        for policy, expected in (("yes", 1), ("ask", 1), ("no", 0)):
            with self.subTest(policy):
                employee = self._new_employee(f"Policy {policy}")
                self.reason_resigned.alumni_policy = policy
                self._depart(employee)
                self.assertEqual(len(self._get_alumni(employee)), expected)

    def test_departure_without_address(self):
        self.employee_leaver.private_email = False
        self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(alumni.email_normalized)
        self.assertMayContact(alumni, set())
        with self.assertRaisesRegex(UserError, "private e-mail address"):
            alumni.with_user(self.user_alumni).action_invite()

    def test_many_departures_cost_as_many_queries_as_one(self):
        counts = []
        for size in (1, 12):
            employees = self.env["hr.employee"].concat(
                *(self._new_employee(f"Batch {size} {n}") for n in range(size))
            )
            cases = self.env["hr.offboarding"].concat(
                *(self._new_offboarding(employee) for employee in employees)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._make_alumni()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_alumni(employees)), size)
        self.assertLessEqual(counts[1] - counts[0], 1)

    def test_second_departure_takes_up_the_same_record(self):
        employee = self.employee_leaver
        self._depart()
        alumni = self._get_alumni(employee)
        alumni._do_return()
        self.assertEqual(alumni.state, "returned")
        employee.action_unarchive()
        employee.private_email = "lea.new@example.com"

        case = self._new_offboarding()
        case._make_alumni()
        self.assertEqual(self._get_alumni(employee), alumni)
        self.assertEqual(alumni.state, "candidate")
        self.assertEqual(alumni.private_email, "lea.new@example.com")

    def test_second_departure_of_a_member(self):
        alumni = self.alumni_active
        alumni.employee_ids = self.employee_leaver
        alumni._do_return()
        self._new_offboarding()._make_alumni()
        self.assertEqual(alumni.state, "active")

        alumni._do_return()
        self.reason_fired.alumni_policy = "no"
        case = self._new_offboarding(self._new_employee("Somebody Else"))
        case._make_alumni()
        self.assertEqual(alumni.state, "returned", "another one's departure")
        self.env["hr.offboarding"].search(
            [("employee_id", "=", self.employee_leaver.id)]
        ).reason_id = self.reason_fired
        self.env["hr.offboarding"].search(
            [("employee_id", "=", self.employee_leaver.id)]
        )._make_alumni()
        self.assertEqual(alumni.state, "left")

    def test_case_asks_the_ledger(self):
        case = self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(case._may_contact("jobs"))
        alumni._do_give(self.purposes["jobs"], channel="portal")
        self.assertTrue(case._may_contact("jobs"))
        self.assertTrue(case._may_contact("something of hr_exit_interview"))
        alumni.action_deceased()
        self.assertFalse(case._may_contact("something of hr_exit_interview"))

    def _new_reason(self, kind):
        return self.env["hr.departure.reason"].create(
            {"name": kind, "kind": kind, "type": "neutral", "alumni_policy": "yes"}
        )

    def test_transfer_inside_the_group_makes_no_alumni(self):
        alumni = self.alumni_active
        returner = self._new_employee("Re Turner")
        alumni.employee_ids = returner
        alumni._do_return()
        officer = self._new_user("group_officer", "hr.group_hr_user")
        officer.company_ids += self.company_other
        for way in ("same", "new"):
            employee = self._new_employee(f"Moves {way}") if way == "same" else returner
            case = self._new_offboarding(
                employee,
                officer,
                reason_id=self._new_reason("transfer").id,
                last_working_date="2026-03-15",
                transfer_company_id=self.company_other.id,
                transfer_way=way,
            )
            case.action_confirm()
            case.action_depart()
            self.assertEqual(case.state, "departed")
            records = employee | case.sudo().transfer_employee_id
            self.assertEqual(
                self.env["hr.alumni"]
                .sudo()
                .search([("employee_ids", "in", records.ids)]),
                alumni if way == "new" else alumni.browse(),
            )
        self.assertEqual(alumni.state, "returned", "nobody has left")

    def test_death_in_service_of_somebody_who_had_come_back(self):
        alumni = self.alumni_active
        alumni.employee_ids = self.employee_leaver
        alumni.private_email = "lea.other@example.com"
        alumni._do_give(self.purposes["jobs"], channel="portal")
        alumni._do_return()
        mail = self.env["mail.mail"].create(
            {"email_to": "lea.other@example.com", "state": "outgoing"}
        )
        case = self._new_offboarding()
        case.action_confirm()
        with self.mock_mail_gateway():
            case.reason_id = self._new_reason("death")
        self.assertEqual(alumni.state, "deceased")
        self.assertEqual(mail.state, "cancel")
        self.assertFalse(self._mails)
        self.assertFalse(case._may_contact("jobs"))
        self.assertMayContact(alumni, set())
        case.action_depart()
        self.assertEqual(alumni.state, "deceased")
        self.assertEqual(self._get_alumni(self.employee_leaver), alumni)

    def test_death_that_was_a_mistake(self):
        alumni = self.alumni_active
        alumni.employee_ids = self.employee_leaver
        alumni._do_return()
        case = self._new_offboarding()
        case.action_confirm()
        death = self._new_reason("death")
        case.reason_id = death
        with self.assertRaises(UserError):
            alumni.with_user(self.user_alumni).action_reactivate()
        case.reason_id = self.reason_resigned
        self.assertEqual(alumni.state, "returned")
        case.action_depart()
        self.assertEqual(alumni.state, "active")

        # Who was known to be dead before stays so.
        other = self._new_employee("Un Dead")
        gone = self._depart(other)
        alumni = self._get_alumni(other)
        alumni.action_deceased()
        gone.reason_id = death
        gone.reason_id = self.reason_resigned
        self.assertEqual(alumni.state, "deceased")

    def test_death_without_a_record_makes_none(self):
        case = self._new_offboarding(reason_id=self._new_reason("death").id)
        case.action_confirm()
        case.action_depart()
        self.assertFalse(self._get_alumni(self.employee_leaver))
