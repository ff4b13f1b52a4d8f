"""Two browsers at once, with real transactions: nobody comes back twice."""

import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import SQL, mute_logger

CLICKS = 6
EMAIL = "race.return@example.com"


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    """Works on stored records, which are taken away afterwards."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.ids = {}
        with self._new_env() as env:
            employee = env["hr.employee"].create(
                {
                    "name": "Race Return",
                    "private_email": EMAIL,
                    "contract_date_start": "2020-01-01",
                }
            )
            employee._close_employment_periods(
                employee.version_ids.contract_date_start.replace(year=2021)
            )
            employee.action_archive()
            partner = env["res.partner"].create({"name": "Race Return"})
            alumni = env["hr.alumni"].create(
                {
                    "partner_id": partner.id,
                    "employee_ids": employee.ids,
                    "private_email": EMAIL,
                }
            )
            applicant = env["hr.applicant"].create(
                {"partner_name": "Race Return", "email_from": EMAIL}
            )
            stranger = env["hr.applicant"].create(
                {"partner_name": "Race New", "email_from": "race.new@example.com"}
            )
            self.ids = {
                "employee": employee.id,
                "alumni": alumni.id,
                "applicant": applicant.id,
                "stranger": stranger.id,
            }
        self.addCleanup(self._remove_everything)

    @contextmanager
    def _new_env(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _remove_everything(self):
        with self._new_env() as env:
            env = env(context={"active_test": False, "tracking_disable": True})
            named = [("name", "in", ("Race Return", "Race New"))]
            employees = env["hr.employee"].search(named)
            # A return that has taken place is kept, so no method takes it away.
            env.cr.execute(
                SQL("DELETE FROM hr_rehire WHERE alumni_id = %s", self.ids["alumni"])
            )
            env["hr.applicant"].browse(
                [self.ids["applicant"], self.ids["stranger"]]
            ).unlink()
            # Nor does one take away a departure that archiving has opened.
            env.cr.execute(
                SQL(
                    "DELETE FROM hr_offboarding WHERE employee_id IN %s",
                    tuple(employees.ids),
                )
            )
            env.invalidate_all()
            employees.employment_period_ids.unlink()
            env["hr.alumni"].browse(self.ids["alumni"]).unlink()
            versions = employees.version_ids
            employees.unlink()
            versions.exists().unlink()
            env["res.partner"].search(named).unlink()

    def _click_at_once(self, function):
        """Run a function in as many transactions as there are clicks.

        :return: list of the texts of the errors that users saw
        """
        errors, barrier = [], threading.Barrier(CLICKS)

        def click():
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
                barrier.wait(timeout=30)
                try:
                    retrying(lambda: function(env), env)
                except UserError as error:
                    cr.rollback()
                    errors.append(str(error))

        threads = [threading.Thread(target=click) for _click in range(CLICKS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        self.assertFalse([thread for thread in threads if thread.is_alive()])
        return errors

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_employee_for_many_clicks(self):
        errors = self._click_at_once(
            lambda env: (
                env["hr.applicant"]
                .browse(self.ids["stranger"])
                .create_employee_from_applicant()
            )
        )
        self.assertFalse(errors)
        with self._new_env() as env:
            found = env["hr.employee"].search([("name", "=", "Race New")])
            self.assertEqual(len(found), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_case_for_many_clicks(self):
        errors = self._click_at_once(
            lambda env: (
                env["hr.applicant"]
                .browse(self.ids["applicant"])
                .create_employee_from_applicant()
            )
        )
        self.assertFalse(errors)
        with self._new_env() as env:
            alumni = env["hr.alumni"].browse(self.ids["alumni"])
            self.assertEqual(len(alumni.rehire_ids), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_one_return_for_many_browsers(self):
        with self._new_env() as env:
            rehire = env["hr.rehire"].create({"alumni_id": self.ids["alumni"]})
            rehire.action_offer()
            case = rehire.id
        errors = self._click_at_once(
            lambda env: (
                env["hr.rehire.wizard"].create({"rehire_id": case}).action_return()
            )
        )
        self.assertEqual(len(errors), CLICKS - 1)
        self.assertTrue(all("already returned" in error for error in errors))
        with self._new_env() as env:
            employee = env["hr.employee"].browse(self.ids["employee"])
            self.assertTrue(employee.active)
            self.assertEqual(len(employee.version_ids), 2)
            self.assertEqual(employee.employment_period_ids.mapped("stint"), [2, 1])
