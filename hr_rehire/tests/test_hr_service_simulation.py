"""What somebody gets back is shown before the offer, by every rule."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .service_common import BACK, ServiceCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrServiceSimulation(ServiceCase):
    def _get_line(self, simulation, rule=None, purpose=None):
        return simulation.line_ids.filtered(
            lambda line: (
                line.rule_id == (rule or self.rule)
                and line.purpose_id == (purpose or self.award)
            )
        )

    def test_every_purpose_under_every_rule(self):
        simulation = self._open(rehire=self._new_rehire(start_date=BACK))
        purposes = self.env["hr.service.purpose"].search([])
        self.assertEqual(len(simulation.line_ids), 3 * len(purposes))
        self.assertTrue(all(simulation.line_ids.mapped("explanation")))
        self.assertTrue(all(simulation.preset_line_ids.mapped("explanation")))
        self.assertFalse(
            simulation.preset_line_ids.filtered(lambda line: line.outcome == "counts")
        )
        self.assertEqual(simulation.person_name, self.alumni.partner_id.name)

    def test_day_of_the_return_can_be_changed(self):
        simulation = self._open(rehire=self._new_rehire(start_date=BACK))
        line = self._get_line(simulation)
        self.assertEqual(line.recognised_date, date(2021, 12, 31))
        simulation.back_date = "2025-09-15"
        short = self._get_line(simulation, self.rule_short)
        self.assertEqual((short.outcome, line.outcome), ("counts", "later"))
        self.assertEqual(short.recognised_date, date(2021, 5, 1))
        simulation.back_date = "2027-07-02"
        self.assertEqual(line.outcome, "no")
        self.assertFalse(line.recognised_date)

    def test_plan_has_no_effect_before_the_return(self):
        rehire = self._new_rehire()
        simulation = self._open(rehire=rehire)
        simulation.back_date = BACK
        simulation.action_plan()
        self.assertEqual(len(rehire.service_credit_ids), 8)
        self.assertEqual(set(rehire.service_credit_ids.mapped("state")), {"planned"})
        self.assertEqual(str(rehire.start_date), BACK)
        self.assertFalse(self._get_credits())

    def test_chosen_rule_is_used_at_the_return(self):
        rehire = self._new_rehire()
        simulation = self._open(rehire=rehire)
        simulation.back_date = BACK
        self._get_line(simulation, self.rule_half).is_chosen = True
        simulation.action_plan()
        self._return(rehire)
        credit = self._get_credits(purpose_id=self.award)
        self.assertEqual(credit.rule_id, self.rule_half)
        self.assertTrue(credit.is_choice)
        self.assertEqual(credit.replaces_id.state, "planned")
        other = self._get_credits(purpose_id=self.severance)
        self.assertEqual(other.rule_id, self.rule)
        self.assertFalse(other.is_choice)

    def test_what_was_paid_for_does_not_count_again(self):
        rehire = self._new_rehire()
        simulation = self._open(rehire=rehire)
        simulation.back_date = BACK
        simulation.paid_period_ids = simulation.period_ids
        line = self._get_line(simulation, purpose=self.severance)
        self.assertEqual(line.outcome, "no")
        self.assertEqual(self._get_line(simulation).outcome, "counts")
        simulation.action_plan()
        self._return(rehire)
        self.assertFalse(self._get_credits(purpose_id=self.severance))
        self.assertTrue(self._get_credits(purpose_id=self.award))

    def test_choices_that_make_no_sense(self):
        simulation = self._open(rehire=self._new_rehire())
        simulation.back_date = BACK
        self._get_line(simulation, self.rule_half).is_chosen = True
        self._get_line(simulation).is_chosen = True
        with self.assertRaisesRegex(UserError, "not two"):
            simulation.action_plan()
        simulation.line_ids.is_chosen = False
        self._get_line(simulation, self.rule_short).is_chosen = True
        with self.assertRaisesRegex(UserError, "does not apply"):
            simulation.action_plan()

    def test_without_rules_it_says_what_to_do(self):
        (self.rule + self.rule_half + self.rule_short).active = False
        simulation = self._open(rehire=self._new_rehire())
        self.assertFalse(simulation.has_rules)
        self.assertTrue(simulation.preset_line_ids)
        with self.assertRaisesRegex(UserError, "Configuration"):
            simulation.action_plan()

    def test_somebody_who_is_back_already(self):
        (self.rule + self.rule_half + self.rule_short).active = False
        self._return()
        self.rule.active = True
        simulation = self._open(employee=self.employee_leaver)
        self.assertEqual(str(simulation.back_date), BACK)
        self.assertTrue(simulation.can_grant)
        simulation.action_grant()
        self.assertEqual(len(self._get_credits()), 8)
        again = self._open(employee=self.employee_leaver)
        with self.assertRaisesRegex(UserError, "lines already"):
            again.action_grant()
        again.note = "A stint was added to the ledger."
        again.action_grant()
        self.assertEqual(len(self._get_credits()), 16)
        self.assertEqual(len(self._get_credits(is_in_force=True)), 8)

    def test_only_the_day_of_a_return_is_granted(self):
        self._return()
        simulation = self._open(employee=self.employee_leaver)
        simulation.back_date = "2026-03-03"
        with self.assertRaisesRegex(UserError, "first day of a stint"):
            simulation.action_grant()

    def test_imported_alumnus_without_employee_record(self):
        alumni = self.env["hr.alumni"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Rea Ding"}).id,
                "company_id": self.company.id,
            }
        )
        self.env["hr.employment.period"].create(
            {
                "alumni_id": alumni.id,
                "employee_name": "Rea Ding",
                "company_id": self.company.id,
                "date_start": "2020-01-01",
                "date_end": "2023-12-31",
            }
        )
        self.rule.gap_most = 0
        simulation = self._open(alumni=alumni)
        line = self._get_line(simulation)
        self.assertEqual(line.credited_days, 1461)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_it_is_for_hr_only(self):
        rehire = self._new_rehire()
        with self.assertRaises(AccessError):
            self._open(user=self.user_recruiter, rehire=rehire)
        simulation = self._open(rehire=rehire)
        with self.assertRaises(AccessError):
            simulation.with_user(self.user_admin_hr).read(["back_date"])

    def test_page_for_the_person(self):
        simulation = self._open(rehire=self._new_rehire(start_date=BACK))
        html, kind = self.env["ir.actions.report"]._render_qweb_html(
            "hr_rehire.hr_service_simulation_report", simulation.ids
        )
        page = html.decode()
        self.assertEqual(kind, "html")
        for text in (
            "What You Get Back",
            "Service award",
            "12/31/2021",
            "1522",
            self.alumni.partner_id.name,
        ):
            self.assertIn(text, page)
        self.assertNotIn("Does not apply", page)
        action = simulation.action_print()
        self.assertEqual(action["type"], "ir.actions.report")
