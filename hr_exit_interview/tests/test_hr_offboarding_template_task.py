from datetime import date

from odoo.tests import tagged

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrOffboardingTemplateTask(OffboardingCase):
    def test_due_date_counts_from_the_date_named(self):
        package = self.env.ref("hr_exit_interview.hr_offboarding_template_standard")
        task = package.task_ids[0]
        notice, last_day = date(2028, 2, 27), date(2028, 3, 31)
        for offset_from, days, expected in (
            ("notice", 2, date(2028, 2, 29)),
            ("last_day", 0, last_day),
            ("last_day", -31, date(2028, 2, 29)),
        ):
            with self.subTest(offset_from, days=days):
                task.write({"offset_from": offset_from, "offset_days": days})
                self.assertEqual(task._get_deadline(notice, last_day), expected)
