from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrEmploymentPeriod(AlumniCase):
    """What the ledger knows for segments: who led people, where, and with whom."""

    def _get_led(self, employee):
        return employee.sudo().employment_period_ids.mapped("has_led")

    def test_whoever_leads_colleagues_is_a_former_manager(self):
        self._depart(self.employee_manager)
        self.assertEqual(self._get_led(self.employee_manager), [True])
        alumni = self._get_alumni(self.employee_manager)
        self.assertTrue(alumni.is_former_manager)
        self._depart(self.employee_leaver)
        self.assertEqual(self._get_led(self.employee_leaver), [False])
        self.assertFalse(self._get_alumni(self.employee_leaver).is_former_manager)

    def test_whoever_leads_a_department(self):
        self.env["hr.department"].create(
            {"name": "Kilns", "manager_id": self.employee_leaver.id}
        )
        self._depart()
        self.assertTrue(self._get_alumni(self.employee_leaver).is_former_manager)

    def test_whose_people_have_all_left(self):
        self._depart()  # Reports to the manager, who leaves next.
        self.assertFalse(self.employee_manager.child_ids)
        self._depart(self.employee_manager)
        self.assertEqual(self._get_led(self.employee_manager), [True])

    def test_archived_in_the_employee_list(self):
        self.employee_manager.action_archive()
        self.assertEqual(self._get_led(self.employee_manager), [True])

    def test_queries_do_not_grow_with_the_leavers(self):
        costs = []
        for count in (2, 8):
            employees = self.env["hr.employee"]
            for number in range(count):
                employees += self._new_employee(f"Leaver {count} {number}")
            periods = employees._close_employment_periods(fields.Date.to_date(TODAY))
            self.assertEqual(len(periods), count)
            self.env.flush_all()
            before = self.cr.sql_log_count
            periods._note_leading(SQL("period.id IN %s", periods._ids))
            costs.append(self.cr.sql_log_count - before)
        self.assertEqual(costs, [1, 1])

    def test_office_at_the_end(self):
        office = self.env["hr.work.location"].create(
            {
                "name": "Delft",
                "company_id": self.company.id,
                "address_id": self.company.partner_id.id,
            }
        )
        self.employee_leaver.work_location_id = office
        self._depart()
        office.name = "Gouda"
        self.assertEqual(self._get_alumni(self.employee_leaver).last_office, "Delft")

    def test_stints_older_than_the_addon(self):
        office = self.env["hr.work.location"].create(
            {
                "name": "Delft",
                "company_id": self.company.id,
                "address_id": self.company.partner_id.id,
            }
        )
        self.employee_manager.work_location_id = office
        self._depart()
        self._depart(self.employee_manager)
        periods = (self.employee_manager + self.employee_leaver).employment_period_ids
        periods.write({"has_led": False, "office_name": False})
        alumni = self._get_alumni(self.employee_manager)
        self.assertFalse(alumni.is_former_manager)
        periods._note_segment_facts()
        self.assertEqual(periods.filtered("has_led").employee_id, self.employee_manager)
        self.assertTrue(alumni.is_former_manager)
        self.assertEqual(alumni.last_office, "Delft")

    def test_leaving_group_is_given_by_hr_and_never_by_a_reason(self):
        case = self._depart(
            reason_id=self.env.ref("hr_exit_interview.hr_departure_reason_org1").id
        )
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(alumni.leaving_group)
        case.with_user(self.user_officer).leaving_group = "Spring 2026"
        self.assertEqual(alumni.leaving_group, "Spring 2026")

    def test_leaving_group_given_before_the_last_day(self):
        self._depart(leaving_group="Spring 2026")
        alumni = self._get_alumni(self.employee_leaver)
        self.assertEqual(alumni.leaving_group, "Spring 2026")

    def test_earlier_departure_does_not_rename_the_group(self):
        first = self._depart(leaving_group="Spring 2026")
        alumni = self._get_alumni(self.employee_leaver)
        with freeze_time("2027-01-04"):
            self.employee_leaver.action_unarchive()
            alumni._do_return()
        with freeze_time("2027-06-30"):
            case = self._new_offboarding(
                notice_date="2027-06-01",
                last_working_date="2027-06-30",
                leaving_group="Summer 2027",
            )
            case.action_confirm()
            case.action_depart()
        self.assertEqual(alumni.leaving_group, "Summer 2027")
        first.leaving_group = "Winter"
        self.assertEqual(alumni.leaving_group, "Summer 2027")

    def test_leaving_group_is_for_hr_and_the_office(self):
        case = self._depart(leaving_group="Spring 2026")
        alumni = self._get_alumni(self.employee_leaver)
        alumni.owner_id = self.user_keeper
        self.assertTrue(alumni.with_user(self.user_alumni).read(["leaving_group"]))
        for record in (
            case.with_user(self.user_manager),
            alumni.with_user(self.user_keeper),
        ):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.read(["leaving_group"])

    def test_founder_by_a_career_move_and_not_by_the_reason(self):
        self._depart(
            reason_id=self.env.ref("hr_exit_interview.hr_departure_reason_car5").id
        )
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(alumni.is_founder)
        move = self.env["hr.alumni.career"].create(
            {"alumni_id": alumni.id, "employer_name": "Kilns", "title": "Founder"}
        )
        self.assertTrue(alumni.is_founder)
        move.is_founder = False
        self.assertFalse(alumni.is_founder)
