from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrOffboardingTemplateTask(OffboardingCase):
    def test_due_date_counts_from_the_date_named(self):
        case = self._new_offboarding(
            notice_date="2028-02-27",
            last_working_date="2028-03-31",
            departure_date="2028-04-30",
        )
        item = self.env["hr.offboarding.template.task"].create(
            {
                "name": "Anything",
                "template_id": case.template_id.id,
                "skips_days_off": False,
            }
        )
        for offset_from, days, expected in (
            ("notice", 2, date(2028, 2, 29)),
            ("last_day", 0, date(2028, 3, 31)),
            ("last_day", -31, date(2028, 2, 29)),
            ("departure", 1, date(2028, 5, 1)),
        ):
            with self.subTest(offset_from, days=days):
                item.write({"offset_from": offset_from, "offset_days": days})
                self.assertEqual(item._get_deadline(case), (expected, expected))
        item.write({"offset_from": "notice", "offset_days": -10})
        self.assertEqual(
            item._get_deadline(case), (date(2028, 2, 27), date(2028, 2, 17))
        )

    def test_offset_far_outside_a_departure_is_refused(self):
        task = self.env["hr.offboarding.template.task"]
        package = self.env.ref("hr_exit_interview.hr_offboarding_template_standard")
        values = {"name": "Anything", "template_id": package.id}
        for days in (-1001, 1001, 2000000000):
            with (
                self.subTest(days=days),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(IntegrityError, "offset_in_bounds"),
                self.env.cr.savepoint(),
            ):
                task.create({**values, "offset_days": days})
        self.assertTrue(task.create({**values, "offset_days": -1000}))

    def test_days_off_are_those_of_the_leaver(self):
        """Works from Tuesday to Thursday, and the company is closed on one of them."""
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Three days",
                "company_id": self.company.id,
                "attendance_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Day",
                            "dayofweek": day,
                            "hour_from": 8,
                            "hour_to": 16,
                        },
                    )
                    for day in "123"
                ],
                "global_leave_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "Closed",
                            "date_from": "2028-03-30 00:00:00",
                            "date_to": "2028-03-30 23:00:00",
                        },
                    )
                ],
            }
        )
        self.employee_leaver.resource_calendar_id = calendar
        case = self._new_offboarding(
            notice_date="2028-02-27", last_working_date="2028-04-03"
        )
        item = self.env["hr.offboarding.template.task"].create(
            {"name": "Anything", "template_id": case.template_id.id}
        )
        for days, expected in ((-2, "2028-03-29"), (0, "2028-04-04")):
            with self.subTest(days=days):
                item.offset_days = days
                self.assertEqual(str(item._get_deadline(case)[0]), expected)
