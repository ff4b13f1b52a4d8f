"""What holds for every screen of the addon, whichever screens there are."""

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.promises import PromisesMixin

from .common import RehireCase


@tagged("post_install", "-at_install")
class TestPromises(PromisesMixin, RehireCase):
    promised_modules = ("hr_rehire",)

    def test_every_filter_and_group_of_the_search_works(self):
        for user, name in (
            (self.user_officer, "hr.rehire"),
            (self.user_recruiter, "hr.rehire"),
            (self.user_recruiter, "hr.applicant"),
            (self.user_officer, "hr.employee"),
        ):
            self._try_search(self.env[name].with_user(user))

    def _try_search(self, model):
        with self.subTest(model=model._name, user=model.env.user.login):
            self.assertEqual(self._find_broken_filters(model), [])

    def test_references_have_a_sequence(self):
        self.assertRegex(
            self.env["ir.sequence"].next_by_code("hr.rehire"), r"^REH/\d{4}/\d{4}$"
        )
