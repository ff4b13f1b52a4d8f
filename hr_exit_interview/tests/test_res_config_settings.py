from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OffboardingCase


@tagged("post_install", "-at_install", "security")
class TestResConfigSettings(OffboardingCase):
    """Who would hold stay talks by the settings, and lacks the right."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_system = cls._new_user("system", "base.group_system")
        cls.company.offboarding_head_user_id = cls.user_colleague
        cls.group = cls.env.ref("hr_exit_interview.group_interviewer")

    def _open(self, user=None, **values):
        settings = self.env["res.config.settings"].with_user(user or self.user_system)
        return settings.create({"company_id": self.company.id, **values})

    def test_line_managers_and_head_without_the_right_are_named(self):
        settings = self._open(
            offboarding_stay_key_holder="head",
            offboarding_stay_regretted_holder="manager",
        )
        missing = settings._get_missing_interviewers()
        self.assertEqual(
            missing, self.user_colleague + self.user_director + self.user_manager
        )
        self.assertIn(self.user_manager.name, settings.offboarding_stay_missing_names)

    def test_only_those_whom_the_settings_name(self):
        settings = self._open(
            offboarding_stay_key_holder="hr", offboarding_stay_regretted_holder="hr"
        )
        self.assertFalse(settings.offboarding_stay_missing_names)
        settings.offboarding_stay_job_holder = "manager"
        self.assertFalse(settings.offboarding_stay_missing_names)
        settings.offboarding_stay_job_ids = self.job
        self.assertIn(self.user_manager, settings._get_missing_interviewers())

    def test_right_is_given_once_and_the_manager_holds_the_talk(self):
        settings = self._open(offboarding_stay_key_holder="manager")
        case = self._new_offboarding(is_key_person=True)
        case.action_confirm()
        talk = case.interview_ids.filtered(lambda talk: talk.kind == "stay")
        self.assertEqual(talk.interviewer_ids, self.user_officer)
        self.assertEqual(talk.stay_passed_over, self.user_manager.name)
        settings.action_grant_interviewers()
        self.assertIn(self.group, self.user_manager.all_group_ids)
        self.assertNotIn(self.group, self.user_leaver.all_group_ids)
        self.assertFalse(settings._get_missing_interviewers())
        talk.invalidate_recordset()
        self.assertFalse(talk.stay_passed_over)
        case = self._new_offboarding(
            self._new_employee("Next", parent_id=self.employee_manager.id),
            is_key_person=True,
        )
        case.action_confirm()
        talk = case.interview_ids.filtered(lambda talk: talk.kind == "stay")
        self.assertEqual(talk.interviewer_ids, self.user_manager)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_without_rights_over_users_gives_it(self):
        settings = self._open()
        for user in (self.user_admin_hr, self.user_officer, self.user_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                settings.with_user(user).action_grant_interviewers()
        self.assertNotIn(self.group, self.user_manager.all_group_ids)
