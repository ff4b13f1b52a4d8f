from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install")
class TestThings(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.asset = cls._new_asset()

    @classmethod
    def _new_asset(cls, **values):
        return cls.case.env["hr.offboarding.asset"].create(
            {"offboarding_id": cls.case.id, "name": "Office key", **values}
        )

    def _new_due(self, amount, **values):
        return self.case.env["hr.offboarding.due"].create(
            {
                "offboarding_id": self.case.id,
                "name": "Advance",
                "amount": amount,
                **values,
            }
        )

    def test_open_things_block_the_clearance(self):
        due = self._new_due(10)
        free = self._new_due(5, name="Free", is_blocking=False)
        blockers = self.case._get_clearance_blockers()
        self.assertIn("Office key", blockers)
        self.assertIn("Advance", blockers)
        self.assertNotIn(free.name, blockers)
        self.asset.action_lose()
        self.assertIn("Office key", self.case._get_clearance_blockers())
        self.asset.action_return()
        due.action_clear()
        self.assertEqual(self.asset.closed_user_id, self.user_officer)
        self.assertEqual(due.closed_user_id, self.user_officer)
        self.assertFalse(
            {"Office key", "Advance"} & set(self.case._get_clearance_blockers())
        )

    def test_cost_that_is_recovered_becomes_a_due(self):
        with self.assertRaisesRegex(UserError, "value of these items"):
            self.asset.action_recover()
        self.assertEqual(self.asset.state, "to_return")
        self.asset.cost = 40
        self.asset.action_recover()
        due = self.asset.due_ids
        self.assertEqual((due.amount, due.direction), (40, "leaver"))
        due.action_clear()
        with self.assertRaisesRegex(UserError, "already paid"):
            self.asset.action_reopen()
        due.action_reopen()
        self.asset.action_reopen()
        self.assertFalse(due.exists())

    def test_waiving_needs_a_reason(self):
        for record in (self.asset, self._new_due(10)):
            with self.assertRaisesRegex(UserError, "Enter why"):
                record.action_waive()
            record.waive_reason = "Worn out"
            record.action_waive()
            self.assertEqual(record.state, "waived")

    def test_balance_keeps_currencies_apart(self):
        euro = self.env.ref("base.EUR")
        other = self.env.ref("base.JPY")
        (euro + other).active = True
        self._new_due(0.1, currency_id=euro.id)
        self._new_due(0.2, currency_id=euro.id)
        self._new_due(100.4, currency_id=other.id, direction="company")
        totals = self.case._get_due_totals()
        self.assertEqual(totals, {euro: (0.3, 0), other: (0, 100)})
        self.assertIn("to be paid by the leaver", self.case.balance_text)
        self.assertIn("to be paid to the leaver", self.case.balance_text)

    def test_amounts_are_positive_and_kept_once_cleared(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._new_due(-1)
        due = self._new_due(10)
        due.action_clear()
        with self.assertRaisesRegex(UserError, "Reopen it first"):
            due.amount = 5

    def test_dropped_departure_keeps_only_what_was_settled(self):
        due, settled = self._new_due(10), self._new_asset(name="Badge")
        settled.action_return()
        self.case.action_retain()
        self.assertFalse(due.exists() or self.asset.exists())
        self.assertTrue(settled.exists())

    def test_list_is_filled_once_and_stays_on_the_last_day(self):
        source = {
            "offboarding_id": self.case.id,
            "source_model": "res.partner",
            "source_res": 1,
            "name": "Laptop",
        }
        self.patch(
            type(self.env["hr.offboarding"]), "_get_asset_sources", lambda _: [source]
        )
        self.case.action_refresh_assets()
        self.case.action_refresh_assets()
        self.assertEqual(self.case.asset_ids.mapped("name").count("Laptop"), 1)
        self.employee_leaver.action_archive()
        self.assertIn("Laptop", self.case.asset_ids.mapped("name"))
        with self.assertRaises(AccessError):
            self.case.with_user(self.user_manager).action_refresh_assets()

    def test_open_items_follow_the_last_day(self):
        settled = self._new_asset(name="Badge")
        settled.action_return()
        self.case.departure_date = self.case.last_working_date = "2026-03-31"
        self.assertEqual(str(self.asset.date_due), "2026-03-31")
        self.assertEqual(settled.date_due, TODAY)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_managers_see_what_comes_back_and_no_money(self):
        due = self._new_due(10)
        as_manager = self.asset.with_user(self.user_manager)
        self.assertTrue(as_manager.read(["name", "state"]))
        with self.assertRaises(AccessError):
            as_manager.read(["cost"])
        with self.assertRaises(AccessError):
            due.with_user(self.user_manager).read(["name"])
        self.assertTrue(due.with_user(self.user_leaver).read(["amount"]))
