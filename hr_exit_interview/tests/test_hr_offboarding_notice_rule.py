import ast
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingNoticeRule(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract_type = cls.env["hr.contract.type"].create({"name": "Permanent"})
        cls.rule = cls._new_rule("Employee", initiative="employee", duration=1)
        cls.rule_company = cls._new_rule(
            "Company", initiative="employer", duration=6, unit="week", end_of="quarter"
        )
        cls.rule_senior = cls._new_rule(
            "Four years", initiative="employee", min_months=48, duration=3
        )

    @classmethod
    def _new_rule(cls, name, **values):
        return cls.env["hr.offboarding.notice.rule"].create(
            {"name": name, "company_id": cls.company.id, **values}
        )

    def _new_form(self, employee, reason):
        form = Form(self.env["hr.offboarding"].with_user(self.user_officer))
        form.employee_id = employee
        form.reason_id = reason
        return form

    def test_form_proposes_by_the_rule_and_names_it(self):
        """The leaver has been there for 58 months; contracts are not the officer's."""
        form = self._new_form(self.employee_leaver, self.reason_resigned)
        self.assertEqual(form.notice_rule_id, self.rule_senior)
        self.assertEqual(form.last_working_date, date(2026, 6, 16))
        form.reason_id = self.reason_fired
        self.assertEqual(form.notice_rule_id, self.rule_company)
        self.assertEqual(form.last_working_date, date(2026, 6, 30))
        newcomer = self._new_employee("New", contract_date_start="2026-01-01")
        form = self._new_form(newcomer, self.reason_resigned)
        self.assertEqual(form.save().notice_rule_id, self.rule)

    def test_contract_type_and_probation(self):
        special = self._new_rule(
            "Permanent", contract_type_ids=self.contract_type.ids, duration=2
        )
        probation = self._new_rule(
            "Probation", is_probation=True, duration=2, unit="week"
        )
        employee = self._new_employee("Typed", contract_type_id=self.contract_type.id)
        case = self._new_offboarding(employee, notice_date=TODAY)
        self.assertEqual(case.notice_rule_id, special)
        case.action_cancel()
        employee.version_id.trial_date_end = TODAY
        case = self._new_offboarding(employee, notice_date=TODAY)
        self.assertEqual(case.notice_rule_id, probation)
        self.assertEqual(str(case.notice_end_date), "2026-03-30")

    def test_settings_are_the_last_resort(self):
        self.rule.search([]).active = False
        case = self._new_form(self.employee_leaver, self.reason_resigned).save()
        self.assertFalse(case.notice_rule_id)
        self.assertEqual(case.last_working_date, date(2026, 4, 15))

    def test_proposal_follows_the_notice_until_set_by_hand(self):
        case = self._new_form(self.employee_leaver, self.reason_resigned).save()
        case.notice_date = "2026-03-20"
        self.assertEqual(case.last_working_date, date(2026, 6, 20))
        case.action_confirm()
        case.notice_date = "2026-03-23"
        self.assertEqual(case.last_working_date, date(2026, 6, 23))
        case.reason_id = self.reason_fired
        self.assertEqual(case.last_working_date, date(2026, 6, 23))

        other = self._new_form(self.employee_manager, self.reason_resigned)
        other.last_working_date = "2026-05-01"
        other = other.save()
        other.notice_date = "2026-03-20"
        self.assertEqual(other.last_working_date, date(2026, 5, 1))
        self.assertEqual(other.notice_end_date, date(2026, 6, 20))

    def test_bad_dates_get_a_sentence_and_nothing_is_kept(self):
        cases = self.env["hr.offboarding"].search_count([])
        for values in (
            {"last_working_date": "9999-12-31"},
            {"notice_date": "9999-12-31", "last_working_date": False},
            {"departure_date": "10000-01-01"},
            {"notice_date": "0001-01-01"},
            {"notice_date": "tomorrow"},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, "Enter a date between"),
            ):
                self._new_offboarding(**values)
        for values in (
            {"notice_date": "2026-03-17"},
            {"departure_date": "2026-03-01"},
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, "follow each"):
                self._new_offboarding(**values)
        self.assertEqual(self.env["hr.offboarding"].search_count([]), cases)

        case = self._new_offboarding()
        for values in (
            {"last_working_date": "2026-01-01"},
            {"departure_date": "2026-03-15"},
            {"departure_date": "9999-12-31"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                case.write(values)
        self.assertEqual(case.departure_date, TODAY)

    def test_departure_in_a_company_that_is_not_chosen(self):
        with self.assertRaisesRegex(AccessError, "Switch to the company"):
            self._new_offboarding(self.employee_other_company)

    def test_examples_wait_until_somebody_takes_them_up(self):
        example = self.env.ref("hr_exit_interview.hr_offboarding_notice_rule_month")
        self.assertFalse(example.active)
        known = {rule["id"] for rule in example._get_rules()}
        self.assertNotIn(example.id, known)
        example.active = True
        self.assertIn(example.id, {rule["id"] for rule in example._get_rules()})

    def test_without_any_rule_a_day_is_proposed_and_it_is_told_why(self):
        """As on the first day: the examples are archived, nothing is in force."""
        rules = self.env["hr.offboarding.notice.rule"]
        rules.search([]).action_archive()
        form = self._new_form(self.employee_leaver, self.reason_resigned)
        days = self.company.offboarding_notice_days
        self.assertEqual(days, 30)
        self.assertEqual(form.last_working_date, form.notice_date + timedelta(days))
        self.assertIn("30 days, the notice period in the settings", form.notice_basis)
        case = form.save()
        self.assertFalse(case.notice_rule_id)
        self.rule_senior.action_unarchive()
        case.notice_date = TODAY + timedelta(1)
        self.assertEqual(case.notice_basis, self.rule_senior.name)

    def test_examples_are_a_click_away_and_do_nothing_until_unarchived(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_notice_rule_action"
        )
        examples = self.env.ref(
            "hr_exit_interview.hr_offboarding_notice_rule_action_examples"
        )
        self.assertIn(f'name="{examples.id}"', action["help"])
        found = self.env["hr.offboarding.notice.rule"].search(
            ast.literal_eval(examples.domain)
        )
        self.assertGreaterEqual(len(found), 3)
