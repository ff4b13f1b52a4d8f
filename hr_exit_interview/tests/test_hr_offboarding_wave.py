from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .wave_common import LAST_DAY, WaveCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingWave(WaveCase):
    def test_start_from_the_list_of_employees(self):
        wizard = self._new_wizard(
            self.people, title="Lab closes", last_working_date=LAST_DAY
        )
        action = wizard.action_add()
        wave = self.env[action["res_model"]].browse(action["res_id"])
        wave = wave.with_user(self.user_officer)
        self.assertRegex(wave.name, r"^WAVE/2026/\d{4}$")
        self.assertEqual(wave.title, "Lab closes")
        self.assertEqual(wave.template_id, self.package)
        cases = wave.offboarding_ids
        self.assertEqual(cases.employee_id, self.people)
        self.assertEqual(cases.mapped("state"), ["draft", "draft"])
        for name in ("reason_id", "template_id", "user_id"):
            self.assertEqual(cases[name], wave[name], name)
        for case in cases:
            self.assertEqual(case.notice_date, TODAY)
            self.assertEqual(case.last_working_date, LAST_DAY)
            self.assertEqual(case.departure_date, LAST_DAY)

    def test_action_is_bound_to_the_list_for_hr_only(self):
        action = self.env.ref("hr_exit_interview.hr_offboarding_wave_add_action")
        for user, expected in ((self.user_officer, True), (self.user_manager, False)):
            bindings = self.env["ir.actions.actions"].with_user(user)
            found = bindings.get_bindings("hr.employee").get("action", [])
            ids = [entry["id"] for entry in found]
            self.assertEqual(action.id in ids, expected, user.login)

    def test_who_cannot_be_in_it_is_named_with_the_reason_and_left_out(self):
        gone = self._new_employee("Gone Already")
        gone.action_archive()
        later = self._new_employee("Late Comer", contract_date_start="2026-09-01")
        leaving = self._new_offboarding(self.employee_second)
        refused = gone + later + self.employee_second + self.employee_other_company
        both = self.company + self.company_other
        self.user_officer.company_ids = both
        wizard = self._new_wizard(
            self.employee_leaver + refused, both, last_working_date=LAST_DAY
        )
        lines = wizard.refused_text.split("\n")
        self.assertEqual(len(lines), 4)
        for employee, words in (
            (gone, "has already left"),
            (later, "only starts on"),
            (self.employee_second, leaving.name),
            (self.employee_other_company, "Southwind"),
        ):
            [line] = [line for line in lines if employee.name in line]
            self.assertIn(words, line)
        self.assertEqual(wizard.accepted_count, 1)
        wave = self.env["hr.offboarding.wave"].browse(wizard.action_add()["res_id"])
        self.assertEqual(wave.offboarding_ids.employee_id, self.employee_leaver)

        # Asked for all of them without the dialogue, none is created.
        other = self._new_wave(employees=self.env["hr.employee"])
        before = self.env["hr.offboarding"].search_count([])
        fine = self._new_employee("Fine")
        with self.assertRaisesRegex(UserError, "has already left"):
            other._add_people((fine + gone).with_user(self.user_officer))
        self.assertEqual(self.env["hr.offboarding"].search_count([]), before)
        with self.assertRaisesRegex(UserError, "already left"):
            self._new_wizard(gone).action_add()
        with self.assertRaisesRegex(UserError, "Choose the people"):
            self._new_wizard(self.env["hr.employee"]).action_add()
        with self.assertRaisesRegex(UserError, "Choose the reason"):
            self._new_wizard(fine, reason_id=False).action_add()

    def test_nobody_adds_whom_they_may_not_read(self):
        wave = self._new_wave()
        stranger = self.employee_other_company.with_user(self.user_officer)
        with (
            self.assertRaises(AccessError) as refused,
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            wave._add_people(stranger)
        self.assertNotIn("Otto", str(refused.exception))
        self.assertFalse(self.employee_other_company.offboarding_ids)

    def test_people_without_a_private_address_are_shown(self):
        wizard = self._new_wizard(self.people)
        self.assertEqual(wizard.without_email_text, "Sam Second")
        wave = self._new_wave()
        self.assertEqual(wave.without_email_ids, self.employee_second)
        self.employee_second.private_email = "sam@example.com"
        self.assertFalse(wave.without_email_ids)

    def test_form(self):
        """Everything an HR officer without administrator rights does in the form."""
        form = Form(self.env["hr.offboarding.wave"].with_user(self.user_officer))
        form.title = "Lab closes"
        form.reason_id = self.reason
        self.assertEqual(form.template_id, self.package)
        form.reason_id = self.reason_resigned
        self.assertNotEqual(form.template_id, self.package)
        form.reason_id = self.reason
        wave = form.save()
        action = wave.action_add_people()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        wizard.employee_ids.add(self.employee_leaver)
        wizard.employee_ids.add(self.employee_second)
        self.assertEqual(wizard.accepted_count, 2)
        wizard.save().action_add()
        self.assertEqual(wave.offboarding_ids.employee_id, self.people)

    def test_package_left_empty_is_chosen_for_each_person(self):
        chemists = self.env["hr.offboarding.template"].create(
            {"name": "Chemists", "job_ids": self.job.ids}
        )
        wave = self._new_wave(template_id=False)
        self.assertEqual(
            self._get_case(wave, self.employee_leaver).template_id, chemists
        )
        self.assertEqual(
            self._get_case(wave, self.employee_second).template_id, self.package
        )

    def test_last_day_left_empty_follows_the_notice_rules(self):
        self.env["hr.offboarding.notice.rule"].create(
            {"name": "Four years", "min_months": 48, "duration": 3}
        )
        self.company.offboarding_notice_days = 30
        newcomer = self._new_employee("New Comer", contract_date_start="2026-01-01")
        wave = self._new_wave(self.employee_leaver + newcomer, last_working_date=False)
        senior = self._get_case(wave, self.employee_leaver)
        self.assertEqual(senior.last_working_date, date(2026, 6, 16))
        junior = self._get_case(wave, newcomer)
        self.assertEqual(junior.last_working_date, date(2026, 4, 15))
        wave.notice_date = "2026-04-16"
        self.assertEqual(senior.last_working_date, date(2026, 7, 16))
        self.assertEqual(junior.last_working_date, date(2026, 5, 16))
        wave.last_working_date = LAST_DAY
        self.assertEqual(senior.last_working_date, LAST_DAY)
        self.assertEqual(junior.last_working_date, LAST_DAY)

    # Secrecy

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_outside_hr_sees_it_before_it_is_confirmed(self):
        wave = self._new_wave()
        case = self._get_case(wave, self.employee_leaver)
        concerned = (self.user_leaver, self.user_manager, self.user_director)
        for user in concerned:
            with self.subTest(user.login):
                cases = self.env["hr.offboarding"].with_user(user)
                self.assertFalse(cases.search([("id", "=", case.id)]))
                with self.assertRaises(AccessError):
                    self.env["hr.offboarding.wave"].with_user(user).search([])
        wave.action_confirm()
        for user in concerned:
            with self.subTest(user.login):
                seen = case.with_user(user)
                self.assertTrue(seen.read(["last_working_date"]))
                with self.assertRaises(AccessError):
                    seen.read(["wave_id"])
                with self.assertRaises(AccessError):
                    seen.search([("wave_id.title", "ilike", "x")])

    def test_single_departure_waits_for_the_wave(self):
        wave = self._new_wave()
        case = self._get_case(wave, self.employee_leaver)
        with self.assertRaisesRegex(UserError, "not confirmed yet"):
            case.action_confirm()
        self.assertEqual(case.state, "draft")

    def test_who_resigns_meanwhile_is_not_told_of_it(self):
        self.company.offboarding_notice_days = 30
        wave = self._new_wave()
        case = self._get_case(wave, self.employee_leaver)
        employee = self.employee_leaver.with_user(self.user_leaver)
        told = employee.action_resign(stated_reason="Another job")
        values = told.with_user(self.user_leaver)._get_resignation_values()
        self.assertEqual(values["last_working_date"], date(2026, 4, 15))
        wave.invalidate_recordset()
        self.assertEqual(case.last_working_date, LAST_DAY)
        # Taken out, the person is not lost: what was said stays with HR.
        case.action_leave_wave()
        self.assertTrue(case.exists())
        self.assertFalse(case.wave_id)
        self.assertEqual(case.state, "draft")
        self.assertEqual(case.stated_reason, "Another job")
        self.assertEqual(wave.people_count, 1)

    # Confirming, moving, taking out

    def test_confirm_creates_tasks_and_talks_for_all(self):
        wave = self._new_wave()
        wave.action_confirm()
        self.assertEqual(wave.state, "in_progress")
        for case in wave.offboarding_ids:
            self.assertEqual(case.state, "in_progress")
            self.assertTrue(case.task_ids)
            self.assertEqual(case.interview_ids.kind, "exit")
        with self.assertRaisesRegex(UserError, "nobody to confirm"):
            wave.action_confirm()
        with self.assertRaisesRegex(UserError, "nobody to confirm"):
            self._new_wave(self.env["hr.employee"]).action_confirm()

    def test_state_changes_by_buttons_only(self):
        wave = self._new_wave()
        with self.assertRaisesRegex(UserError, "buttons of the wave"):
            wave.state = "done"
        with self.assertRaisesRegex(UserError, "buttons of the wave"):
            self._new_wave(self.env["hr.employee"], state="done")
