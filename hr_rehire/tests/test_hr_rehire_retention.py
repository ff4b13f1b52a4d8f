"""A return case is forgotten with the person it is about."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TODAY, RehireCase


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrRehireRetention(RehireCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rehire = cls.env["hr.rehire"].create(
            {
                "alumni_id": cls.alumni.id,
                "job_id": cls.job_new.id,
                "source": "approached",
            }
        )
        case = cls.employee_leaver.offboarding_ids
        case.task_ids.note = "Seen"
        case.task_ids.action_done()
        case.action_close()
        cls.wizard = (
            cls.env["hr.privacy.erase"]
            .with_user(cls.user_admin_hr)
            .create({"employee_id": cls.employee_leaver.id, "ground": "withdrawn"})
        )

    def test_open_case_stands_in_the_way(self):
        with self.assertRaisesRegex(UserError, "Decline it first"):
            self.wizard.action_erase()
        self.assertTrue(self.alumni.partner_id)
        self.assertFalse(self.rehire.erased_date)

    def test_case_is_left_without_the_person(self):
        self.rehire.action_decline()
        name = self.rehire.name
        self.wizard.action_erase()
        self.env.invalidate_all()
        rehire = self.rehire
        self.assertEqual((rehire.name, rehire.state), (name, "declined"))
        self.assertEqual(rehire.source, "approached")
        self.assertEqual(rehire.erased_date, TODAY)
        self.assertFalse(rehire.employee_id or rehire.job_id or rehire.person_name)
        self.assertEqual(self.alumni.erased_date, TODAY)
        with self.assertRaisesRegex(UserError, "were erased"):
            rehire.action_reopen()

    def test_case_of_somebody_else_stays(self):
        other = self._new_employee("Ot Her")
        self._depart(other, TODAY)
        alumni = self.env["hr.alumni"].search([("employee_ids", "in", other.ids)])
        second = self.env["hr.rehire"].create({"alumni_id": alumni.id})
        self.rehire.action_decline()
        self.wizard.action_erase()
        self.assertFalse(second.erased_date)
        self.assertEqual(second.employee_id, other)

    def test_lines_about_service_go_with_the_person(self):
        rule = self.env["hr.service.rule"].create({"name": "All"})
        action = self.rehire.action_simulate_service()
        simulation = self.env[action["res_model"]].browse(action["res_id"])
        simulation.action_plan()
        credits = self.rehire.service_credit_ids
        self.assertTrue(credits)
        self.assertEqual(credits.rule_id, rule)
        self.rehire.action_decline()
        self.wizard.action_erase()
        self.env.invalidate_all()
        self.assertFalse(credits.exists())
