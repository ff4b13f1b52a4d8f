"""What holds for every screen of the addon, whichever screens there are."""

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.promises import PromisesMixin

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestPromises(PromisesMixin, AlumniCase):
    promised_modules = ("hr_alumni",)

    def test_every_filter_and_group_of_the_search_works(self):
        for user in (self.user_alumni, self.user_officer, self.user_keeper):
            for model in ("hr.alumni", "hr.privacy.purpose"):
                self._try_search(self.env[model].with_user(user))
        self._try_search(self.env["hr.privacy.consent"].with_user(self.user_alumni))
        self._try_search(self.env["crm.lead"].with_user(self.user_sales))

    def _try_search(self, model):
        with self.subTest(model=model._name, user=model.env.user.login):
            self.assertEqual(self._find_broken_filters(model), [])

    def test_settings_are_kept_by_company(self):
        settings = self.env["res.config.settings"].with_company(self.company).create({})
        self.assertEqual(settings.alumni_team_id, self.team)
        settings.alumni_user_id = self.user_sales
        settings.execute()
        self.assertEqual(self.company.alumni_user_id, self.user_sales)
        self.assertFalse(self.company_other.alumni_user_id)
