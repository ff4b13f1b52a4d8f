"""What the alumni record offers for a return."""

from odoo.tests import tagged

from .common import RehireCase


@tagged("post_install", "-at_install")
class TestHrAlumni(RehireCase):
    def test_former_employee_is_the_one_with_the_latest_stint(self):
        second = self._new_employee("Lea Ver again", contract_date_start="2025-08-01")
        self._depart(second, "2025-12-31")
        elsewhere = self._new_employee("Lea Ver far", company_id=self.company_other.id)
        alumni = self.alumni.sudo()
        alumni.env["hr.alumni"].search([("employee_ids", "in", second.ids)]).unlink()
        alumni.with_context(allowed_company_ids=[]).employee_ids += second
        self.assertEqual(alumni._get_former_employee(), second)
        self.assertNotIn(elsewhere, alumni._get_former_employee())

    def test_facts_of_somebody_without_stints(self):
        self.assertFalse(self.env["hr.alumni"]._get_former_facts())

    def test_list_of_returns(self):
        rehire = self._new_rehire()
        alumni = self.alumni.with_user(self.user_officer)
        self.assertEqual(alumni.rehire_count, 1)
        action = alumni.action_view_rehires()
        self.assertEqual(self.env["hr.rehire"].search(action["domain"]), rehire)
