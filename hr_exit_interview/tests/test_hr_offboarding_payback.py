from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY, OffboardingCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestOffboardingPayback(OffboardingCase):
    """What was signed for training and loans is among the dues of a departure."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # 2,400 run off over 24 months; on the last day, in March, 10 are left.
        cls.training = cls._new_agreement(payback_months=24, signed_date="2025-01-01")
        cls._new_agreement(kind="non_compete", amount=9000)
        cls._new_agreement(in_force=False, kind="loan", amount=70)

    @classmethod
    def _new_agreement(cls, in_force=True, **values):
        agreement = (
            cls.env["hr.offboarding.agreement"]
            .with_user(cls.user_officer)
            .create(
                {
                    "employee_id": cls.employee_leaver.id,
                    "kind": "training",
                    "signed_date": "2025-01-01",
                    "amount": 2400,
                    **values,
                }
            )
        )
        if in_force:
            agreement.action_put_in_force()
        return agreement

    def _confirm(self, **values):
        case = self._new_offboarding(**values)
        case.action_confirm()
        return case

    def test_pay_backs_in_force_become_dues_when_it_is_confirmed(self):
        case = self._new_offboarding()
        self.assertFalse(case.due_ids)
        case.action_confirm()
        due = case.due_ids
        self.assertEqual((due.amount, due.direction), (1000, "leaver"))
        self.assertEqual((due.category, due.agreement_id), ("training", self.training))
        self.assertEqual(due.date_due, TODAY)
        self.assertIn(due.name, case._get_clearance_blockers())

    def test_amount_follows_the_end_of_the_contract_as_long_as_it_is_open(self):
        case = self._confirm()
        case.departure_date = "2026-05-16"
        self.assertEqual(case.due_ids.amount, 800)
        case.last_working_date = case.departure_date = "2026-06-16"
        self.assertEqual(case.due_ids.amount, 700)
        case.due_ids.action_clear()
        case.departure_date = "2026-07-16"
        self.assertEqual(case.due_ids.amount, 700)

    def test_what_is_signed_later_is_found_by_the_button_and_once(self):
        case = self._confirm()
        loan = self._new_agreement(kind="loan", amount=300)
        case.action_refresh_assets()
        case.action_refresh_assets()
        self.assertEqual(case.due_ids.agreement_id, self.training + loan)
        self.assertEqual(sorted(case.due_ids.mapped("amount")), [300, 1000])

    def test_what_has_run_off_is_not_owed(self):
        case = self._confirm(last_working_date="2027-02-16")
        self.assertFalse(case.due_ids)

    def test_nothing_is_asked_back_after_a_death(self):
        reason = self.env["hr.departure.reason"].search([("kind", "=", "death")])[0]
        case = self._confirm(reason_id=reason.id)
        self.assertEqual(case.kind, "death")
        self.assertFalse(case.due_ids)

    def test_withdrawn_and_taken_up_again_it_is_listed_again(self):
        case = self._confirm()
        case.action_retain()
        self.assertFalse(case.due_ids)
        case.action_reset()
        case.action_confirm()
        self.assertEqual(case.due_ids.amount, 1000)

    def test_resignation_by_the_employee_is_filled_too(self):
        """Whoever opens a departure has no rights on agreements and dues."""
        self.employee_leaver.with_user(self.user_leaver).action_resign("2026-03-16")
        case = self.employee_leaver.sudo().offboarding_ids
        case.with_user(self.user_officer).action_confirm()
        self.assertEqual(case.due_ids.mapped("amount"), [1000])
