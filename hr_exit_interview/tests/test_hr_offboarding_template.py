from odoo.tests import tagged

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrOffboardingTemplate(OffboardingCase):
    def test_package_of_another_company_is_not_proposed(self):
        self.env.ref(
            "hr_exit_interview.hr_offboarding_template_standard"
        ).active = False
        self.env["hr.offboarding.template"].create(
            {"name": "Elsewhere", "company_id": self.company_other.id}
        )
        self.assertFalse(self._new_offboarding().template_id)

    def test_copy_brings_the_tasks(self):
        package = self.env.ref("hr_exit_interview.hr_offboarding_template_standard")
        self.assertEqual(len(package.copy().task_ids), len(package.task_ids))
